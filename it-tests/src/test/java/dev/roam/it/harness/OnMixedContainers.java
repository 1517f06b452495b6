package dev.roam.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Runs the class with a warm {@link Cluster} of a Tomcat, a Jetty and another Tomcat as its constructor's argument. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}", autoCloseArguments = false, allowZeroInvocations = true)
@ArgumentsSource(WarmClusters.OfThreeMixed.class)
@ExtendWith(WarmClusters.LogsOnFailure.class)
public @interface OnMixedContainers {}
