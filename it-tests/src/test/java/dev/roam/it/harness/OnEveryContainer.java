package dev.roam.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Runs the class once for every {@link Topology} whose nodes are alike, with a warm {@link Cluster} of three nodes as its constructor's argument. For suites that take long and in which a mix of containers changes nothing; on Tomcat 11 its nodes are clients. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}", autoCloseArguments = false, allowZeroInvocations = true)
@ArgumentsSource(WarmClusters.OfThreeAlike.class)
@ExtendWith(WarmClusters.LogsOnFailure.class)
public @interface OnEveryContainer {}
