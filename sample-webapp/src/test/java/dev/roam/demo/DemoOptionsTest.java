package dev.roam.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoOptionsTest {

    @TempDir
    private Path folder;

    @Test
    void without_roam_no_drop_in_is_needed() {
        DemoOptions options =
                DemoOptions.parse("--tomcat=" + folder, "--war=" + folder, "--drop-in=not-there", "--stock");

        assertThat(options).isEqualTo(new DemoOptions(folder, folder, null, 8080));
    }

    @Test
    void a_missing_file_is_named_with_its_option() {
        assertThatThrownBy(() -> DemoOptions.parse("--tomcat=" + folder, "--war=" + folder.resolve("shop.war")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("--war", "shop.war");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=0", "--port=65536", "--port=http", "--port", "--stocks", "start"})
    void what_is_not_understood_is_refused(String wrong) {
        assertThatThrownBy(() -> DemoOptions.parse("--tomcat=" + folder, "--war=" + folder, "--stock", wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong.replaceAll("=.*", ""));
    }
}
