package dev.roam.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.demo.Installation.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How nodes are laid out; that such nodes run is seen with {@code ./demo}. */
class ServerNodeTest {

    private static final Map<String, String> ROAM = Map.of("members", "127.0.0.1:5701,127.0.0.1:5702");

    @TempDir
    private Path folder;

    private Path home;
    private Path base;
    private Path war;
    private Path dropIn;

    @BeforeEach
    void make() throws IOException {
        home = folder.resolve("home");
        base = folder.resolve("base");
        war = Files.writeString(folder.resolve("shop.war"), "the shop");
        dropIn = folder.resolve("drop-in.zip");
        Path conf = Files.createDirectories(home.resolve("conf"));
        for (String file : new String[] {"web.xml", "catalina.properties", "logging.properties"}) {
            Files.createFile(conf.resolve(file));
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(dropIn))) {
            zip.putNextEntry(new ZipEntry("lib/roam.jar"));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_kind_of_node_has_the_shop_as_its_root_and_the_drop_in(Kind kind) throws IOException {
        install(kind, dropIn);

        assertThat(base.resolve("webapps/ROOT.war")).hasContent("the shop");
        assertThat(base.resolve("lib/roam.jar")).exists();
    }

    @Test
    void a_tomcat_has_the_options_as_attributes_of_its_manager() throws IOException {
        install(Kind.TOMCAT, dropIn);

        assertThat(base.resolve("conf/context.xml"))
                .content()
                .contains(
                        "<Manager className=\"dev.roam.tomcat.RoamManager\" members=\"127.0.0.1:5701,127.0.0.1:5702\"/>");
    }

    @Test
    void a_jetty_has_the_options_in_the_ini_file_of_the_module() throws IOException {
        install(Kind.JETTY, dropIn);

        assertThat(base.resolve("start.d/roam.ini"))
                .content()
                .containsSubsequence("--modules=roam", "roam.members=127.0.0.1:5701,127.0.0.1:5702");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void without_a_drop_in_no_configuration_names_roam(Kind kind) throws IOException {
        install(kind, null);

        try (Stream<Path> files = Files.walk(base)) {
            assertThat(files.filter(Files::isRegularFile))
                    .noneMatch(file -> read(file).contains("roam"));
        }
    }

    private void install(Kind kind, @Nullable Path zip) throws IOException {
        new Installation(kind, home, zip).node("node-1", base, 8081).install(war, ROAM);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
