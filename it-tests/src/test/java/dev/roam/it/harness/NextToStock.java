package dev.roam.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Runs the class once for every container and environment, with a stock server and one with Roam as its constructor's arguments. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{1}", autoCloseArguments = false, allowZeroInvocations = true)
@ArgumentsSource(WarmClusters.StockAndRoam.class)
@ExtendWith(WarmClusters.LogsOnFailure.class)
public @interface NextToStock {}
