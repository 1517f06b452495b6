package dev.roam.it.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Runs the class once for every line of Tomcat, with a stock server and one with Roam as its constructor's arguments. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{1}", autoCloseArguments = false, allowZeroInvocations = true)
@ArgumentsSource(WarmClusters.StockTomcatAndRoam.class)
@ExtendWith(WarmClusters.LogsOnFailure.class)
public @interface NextToStockTomcat {}
