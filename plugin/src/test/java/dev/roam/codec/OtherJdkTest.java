package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on different JDKs read each other's sessions, without any {@code --add-opens}. */
class OtherJdkTest {
    private static final int OLDEST = 17;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    @TempDir
    private Path folder;

    private Path java = Path.of("");

    @BeforeEach
    void find_another_jdk() throws IOException {
        Optional<Path> found = otherJdk();
        assumeThat(found)
                .as("another JDK of version %s or later: name its home by -Droam.otherJdk", OLDEST)
                .isPresent();
        java = found.orElseThrow().resolve("bin/java");
    }

    @Test
    void what_this_jdk_writes_another_one_reads() throws Exception {
        Path values = folder.resolve("values");
        Path differences = folder.resolve("differences");
        Exchange.write(values);

        runThere("read", values.toString(), differences.toString());

        assertThat(Files.readAllLines(differences)).isEmpty();
    }

    @Test
    void what_another_jdk_writes_this_one_reads() throws Exception {
        Path values = folder.resolve("values");

        runThere("write", values.toString());

        assertThat(Exchange.differences(values)).isEmpty();
    }

    private void runThere(String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-Xmx256m", "-Dfile.encoding=UTF-8", "-cp", classPath, Exchange.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(Files.readString(output)).isZero();
            assertThat(Files.readString(output)).doesNotContain("Unsafe");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Optional<Path> otherJdk() throws IOException {
        String named = System.getProperty("roam.otherJdk");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path neighbours = Path.of(System.getProperty("java.home")).toRealPath().getParent();
        if (neighbours == null) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(neighbours)) {
            for (Path home : homes) {
                int version = versionOf(home);
                if (version >= OLDEST && version != Runtime.version().feature()) {
                    return Optional.of(home);
                }
            }
        }
        return Optional.empty();
    }

    /** 0 if there is no JDK. */
    private static int versionOf(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        Matcher version = VERSION.matcher(Files.readString(release));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }
}
