package dev.roam.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropInTest {

    @TempDir
    private Path folder;

    @Test
    void a_drop_in_lands_in_the_folders_it_names() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));

        DropIn.unpack(zip("lib/roam.jar"), base);

        assertThat(base.resolve("lib/roam.jar")).hasContent("lib/roam.jar");
    }

    @Test
    void a_drop_in_writes_nothing_beside_its_folder() throws IOException {
        Path base = Files.createDirectory(folder.resolve("base"));

        assertThatThrownBy(() -> DropIn.unpack(zip("../outside"), base))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("../outside");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private Path zip(String entry) throws IOException {
        Path zip = folder.resolve("drop-in.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(entry.getBytes(UTF_8));
        }
        return zip;
    }
}
