package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomcatDropInIT {

    private static final Path ARCHIVE = path("roam.tomcat.zip");

    @Test
    void the_archive_holds_roam_hazelcast_and_the_licence_alone() throws IOException {
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
            assertThat(archive.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .hasSize(3)
                    .anyMatch(name -> name.matches("lib/roam-tomcat-.*\\.jar"))
                    .anyMatch(name -> name.matches("lib/hazelcast-[0-9.]+\\.jar"))
                    .contains("lib/roam-LICENSE");
        }
    }

    @Test
    void every_class_of_the_roam_jar_is_in_a_package_of_roam() throws IOException {
        assertThat(classesOfRoamJar())
                .isNotEmpty()
                .allMatch(name -> name.startsWith("dev/roam/"))
                .anyMatch(name -> name.startsWith("dev/roam/shaded/caffeine/"))
                .contains("dev/roam/shaded/kryo/Kryo.class");
    }

    @Test
    void the_licences_of_what_is_inside_the_roam_jar_are_in_it() throws IOException {
        assertThat(namesInRoamJar()).contains("META-INF/LICENSE-of-kryo.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roam.tomcat10", "roam.tomcat11"})
    void the_archive_replaces_no_file_of_tomcat(String property) throws IOException {
        Path tomcat = path(property);
        assertThat(tomcat.resolve("bin/catalina.sh")).isExecutable();
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
            assertThat(archive.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .allSatisfy(name -> assertThat(tomcat.resolve(name)).doesNotExist());
        }
    }

    @Test
    void the_sample_is_built() {
        assertThat(path("roam.sample.war")).isRegularFile();
    }

    private static List<String> classesOfRoamJar() throws IOException {
        return namesInRoamJar().stream().filter(name -> name.endsWith(".class")).toList();
    }

    private static List<String> namesInRoamJar() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
            ZipEntry jar = archive.stream()
                    .filter(entry -> entry.getName().startsWith("lib/roam-tomcat-"))
                    .findFirst()
                    .orElseThrow();
            try (ZipInputStream content = new ZipInputStream(archive.getInputStream(jar))) {
                for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                    names.add(entry.getName());
                }
            }
        }
        return names;
    }

    private static Path path(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }
}
