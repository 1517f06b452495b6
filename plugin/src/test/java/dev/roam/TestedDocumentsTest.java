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

/** docs/peers.md and docs/semantics.md claim that tests show this and that: each row names one, and each that is named is there and runs. */
class TestedDocumentsTest {
    /** Surefire runs in the module's folder. */
    private static final Path ROOT = Path.of("..");

    private static final Path PEERS = ROOT.resolve("docs/peers.md");
    private static final Path SEMANTICS = ROOT.resolve("docs/semantics.md");
    /** {@code module/Class.method}, as the documents write it. */
    private static final Pattern CLAIM = Pattern.compile("`([a-z-]+)/(\\w+)\\.(\\w+)`");

    private static final Pattern ROW = Pattern.compile("\\|(?: [^|]+ \\|){4}");
    /** Each table's line with the names of its columns, and the one below it. */
    private static final Pattern HEAD = Pattern.compile("^\\| (?:---|product|edge) \\|");

    /** From the annotation to the first method after it. */
    private static final String TEST =
            "(?s)@(?:Test|ParameterizedTest|RepeatedTest)\\b(?:(?!\\bvoid\\b).)*?\\bvoid %s\\(";

    record Claim(String module, String type, String method) {}

    static List<Claim> claims() throws IOException {
        return CLAIM.matcher(Files.readString(PEERS) + Files.readString(SEMANTICS))
                .results()
                .map(found -> new Claim(found.group(1), found.group(2), found.group(3)))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("claims")
    void a_test_that_a_document_names_is_there_and_is_a_test(Claim claim) throws IOException {
        List<Path> files = sources(ROOT.resolve(claim.module), claim.type + ".java");
        assertThat(files).as("sources of %s", claim).hasSize(1);
        String source = Files.readString(files.get(0));

        assertThat(Pattern.compile(TEST.formatted(claim.method)).matcher(source).find())
                .as("test method of %s", claim)
                .isTrue();
        assertThat(source).doesNotContainPattern("@Disabled\\b");
    }

    @Test
    void every_defect_of_a_peer_has_a_test() throws IOException {
        assertThat(rows(PEERS)).hasSizeGreaterThan(40).allSatisfy(TestedDocumentsTest::assertNamesATest);
    }

    @Test
    void every_edge_of_a_sessions_life_has_a_test() throws IOException {
        assertThat(rows(SEMANTICS)).hasSizeGreaterThan(60).allSatisfy(TestedDocumentsTest::assertNamesATest);
    }

    /** Those of its tables, without their heads. */
    private static List<String> rows(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .dropWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|") && !HEAD.matcher(line).find())
                .toList();
    }

    private static void assertNamesATest(String row) {
        assertThat(row).matches(ROW);
        assertThat(CLAIM.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)))
                        .find())
                .as("%s names a test", row)
                .isTrue();
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
