package dev.roam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of options in the README is the one that users read; {@link Options} is the one that counts. */
class ReadmeOptionsTest {
    /** Surefire runs in the module's folder. */
    private static final Path README = Path.of("..", "README.md");

    private static final Pattern SECTION = Pattern.compile("(?ms)^## Options$(.*?)^## ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.+?) \\| (.+) \\|$");

    private record Row(String option, String defaultNote) {}

    @Test
    void the_readme_lists_all_options_with_their_defaults_in_order() throws IOException {
        List<Row> expected = Options.all().stream()
                .map(option -> new Row(option.name(), option.defaultNote()))
                .toList();

        assertThat(rows(Files.readString(README))).isEqualTo(expected);
    }

    private static List<Row> rows(String readme) {
        String section = SECTION.matcher(readme)
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseThrow(() -> new AssertionError(README + " has no section '## Options'"));
        return ROW.matcher(section).results().map(ReadmeOptionsTest::row).toList();
    }

    private static Row row(MatchResult found) {
        return new Row(found.group(1), found.group(2).replace("`", ""));
    }
}
