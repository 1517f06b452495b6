package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Lets Jazzer look for inputs that lead the codec where no input led it before. No part of the normal run, {@link HostileBytesTest} is: {@code mvn -Pfuzz test
 * -pl plugin -Droam.fuzz.seconds=600}.
 */
class CoverageGuidedFuzz {
    private static final Path FOLDER = Path.of("target", "fuzz");

    @Test
    void nothing_is_found() throws Exception {
        Path corpus = Files.createDirectories(FOLDER.resolve("corpus"));
        int i = 0;
        for (String serializer : Codecs.NAMES) {
            for (byte[] bytes : HostileBytesTest.corpus(serializer)) {
                Files.write(corpus.resolve("seed-" + i++), bytes);
            }
        }
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + FuzzTarget.class.getName(),
                        "--instrumentation_includes=dev.roam.**:com.esotericsoftware.**",
                        "--reproducer_path=" + FOLDER,
                        "-artifact_prefix=" + FOLDER + "/",
                        "-timeout=5",
                        "-max_total_time=" + Integer.getInteger("roam.fuzz.seconds", 60),
                        corpus.toString())
                .inheritIO()
                .start();

        assertThat(jazzer.waitFor()).as("findings are in plugin/" + FOLDER).isZero();
        assertThat(List.of(corpus.toFile().list()).size())
                .as("inputs that reached something new")
                .isGreaterThan(i);
    }
}
