package dev.roam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/peers.md claims that tests show this and that: each row names one, and each that is named is there and runs. */
class PeersDocumentTest {
    /** Surefire runs in the module's folder. */
    private static final Path ROOT = Path.of("..");

    private static final Path DOCUMENT = ROOT.resolve("docs/peers.md");
    /** {@code module/Class.method}, as the document writes it. */
    private static final Pattern CLAIM = Pattern.compile("`([a-z-]+)/(\\w+)\\.(\\w+)`");

    private static final Pattern ROW = Pattern.compile("\\|(?: [^|]+ \\|){4}");

    /** From the annotation to the first method after it. */
    private static final String TEST =
            "(?s)@(?:Test|ParameterizedTest|RepeatedTest)\\b(?:(?!\\bvoid\\b).)*?\\bvoid %s\\(";

    record Claim(String module, String type, String method) {}

    static List<Claim> claims() throws IOException {
        return CLAIM.matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> new Claim(found.group(1), found.group(2), found.group(3)))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("claims")
    void a_test_that_the_document_names_is_there_and_is_a_test(Claim claim) throws IOException {
        List<Path> files = sources(ROOT.resolve(claim.module), claim.type + ".java");
        assertThat(files).as("sources of %s", claim).hasSize(1);
        String source = Files.readString(files.get(0));

        assertThat(Pattern.compile(TEST.formatted(claim.method)).matcher(source).find())
                .as("test method of %s", claim)
                .isTrue();
        assertThat(source).doesNotContain("@Disabled");
    }

    @Test
    void every_defect_in_the_document_has_a_test() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---") && !line.startsWith("| product |"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            assertThat(row).matches(ROW);
            assertThat(CLAIM.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)))
                            .find())
                    .as("%s names a test", row)
                    .isTrue();
        });
    }

    private static List<Path> sources(Path module, String name) throws IOException {
        try (Stream<Path> all = Files.walk(module.resolve("src/test/java"))) {
            return all.filter(file -> Objects.requireNonNull(file.getFileName())
                            .toString()
                            .equals(name))
                    .toList();
        }
    }
}
