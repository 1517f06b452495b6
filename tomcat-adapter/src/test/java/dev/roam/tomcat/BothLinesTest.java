package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The build runs the tests of this module twice, each time on the Tomcat that it names. */
class BothLinesTest {
    @Test
    @EnabledIfSystemProperty(named = "roam.test.tomcat", matches = ".+") // not set by an editor that runs one test
    void the_tests_run_on_the_tomcat_that_the_build_names() {
        assertThat(ServerInfo.getServerNumber()).startsWith(System.getProperty("roam.test.tomcat") + ".");
    }
}
