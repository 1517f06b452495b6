package dev.roam.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs the class once for every serializer, with a stock server and two nodes with Roam as its constructor's arguments, all of which have the
 * applications on frameworks.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{1}", autoCloseArguments = false, allowZeroInvocations = true)
@ArgumentsSource(WarmClusters.StockAndTwoWithFrameworks.class)
@ExtendWith(WarmClusters.LogsOnFailure.class)
public @interface OnFrameworks {}
