package dev.roam.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.demo.Installation.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {

    @TempDir
    private Path folder;

    @Test
    void three_tomcats_need_no_jetty() {
        Installation tomcat = new Installation(Kind.TOMCAT, folder, folder);

        assertThat(DemoOptions.parse("--tomcat=" + folder, "--tomcat-drop-in=" + folder, "--war=" + folder))
                .isEqualTo(new DemoOptions(List.of(tomcat, tomcat, tomcat), folder, 8080));
    }

    @Test
    void a_mixed_cluster_has_two_nodes_of_each_kind() {
        Installation tomcat = new Installation(Kind.TOMCAT, folder, folder);
        Installation jetty = new Installation(Kind.JETTY, folder, folder);

        DemoOptions options = DemoOptions.parse(
                "--mixed",
                "--tomcat=" + folder,
                "--tomcat-drop-in=" + folder,
                "--jetty=" + folder,
                "--jetty-drop-in=" + folder,
                "--war=" + folder);

        assertThat(options.servers()).containsExactly(tomcat, tomcat, jetty, jetty);
    }

    @Test
    void without_roam_no_drop_in_is_needed() {
        DemoOptions options =
                DemoOptions.parse("--tomcat=" + folder, "--war=" + folder, "--tomcat-drop-in=not-there", "--stock");

        assertThat(options.servers()).allMatch(server -> server.dropIn() == null);
        assertThat(options.stock()).isTrue();
    }

    @Test
    void a_missing_file_is_named_with_its_option() {
        assertThatThrownBy(
                        () -> DemoOptions.parse("--tomcat=" + folder, "--stock", "--war=" + folder.resolve("shop.war")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("--war", "shop.war");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=0", "--port=65536", "--port=http", "--port", "--stocks", "--mix", "start"})
    void what_is_not_understood_is_refused(String wrong) {
        assertThatThrownBy(() -> DemoOptions.parse("--tomcat=" + folder, "--war=" + folder, "--stock", wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong.replaceAll("=.*", ""));
    }
}
