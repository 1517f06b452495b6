package dev.roam.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs the class once for every {@link Topology}, with a warm {@link Cluster} of two nodes that have Tomcat's Manager application as its constructor's
 * argument.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}", autoCloseArguments = false, allowZeroInvocations = true)
@ArgumentsSource(WarmClusters.OfTwoManaged.class)
@ExtendWith(WarmClusters.LogsOnFailure.class)
public @interface WithManagerApplication {}
