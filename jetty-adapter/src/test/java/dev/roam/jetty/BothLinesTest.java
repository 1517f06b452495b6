package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The build runs the tests of this module twice, each time on the Jetty that it names. */
class BothLinesTest {
    @Test
    @EnabledIfSystemProperty(named = "roam.test.jetty", matches = ".+") // not set by an editor that runs one test
    void the_tests_run_on_the_jetty_that_the_build_names() {
        assertThat(Server.getVersion()).isEqualTo(System.getProperty("roam.test.jetty"));
    }
}
