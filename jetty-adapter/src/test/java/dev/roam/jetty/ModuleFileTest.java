package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The template of {@code start.d/roam.ini} is what users of Jetty read; {@link Options} is what counts. */
class ModuleFileTest {
    /** Surefire runs in the module's folder. */
    private static final Path MODULE = Path.of("src/main/jetty-base/modules/roam.mod");

    /** An option after the lines that explain it. */
    private static final Pattern OPTION = Pattern.compile("(?m)^## .+\\n# roam\\.(\\w+)=(.*)$");

    private record Line(String option, String text) {}

    @Test
    void the_template_explains_all_options_and_shows_their_defaults_in_order() throws IOException {
        String module = Files.readString(MODULE);
        List<Line> expected = Options.all().stream()
                .map(option -> new Line(option.name(), option.defaultText()))
                .toList();

        assertThat(OPTION.matcher(module.substring(module.indexOf("[ini-template]")))
                        .results()
                        .map(found -> new Line(found.group(1), found.group(2))))
                .containsExactlyElementsOf(expected);
    }
}
