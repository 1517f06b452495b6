package dev.roam.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A folder that a user makes a JETTY_BASE of. */
public final class JettyBase {

    private final Path home;
    private final Path folder;

    /**
     * @param jetty of which line
     * @param folder of the base, which is there
     */
    public JettyBase(Topology jetty, Path folder) {
        this(jetty.home(), folder);
    }

    JettyBase(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** Unpacks the drop-in archive. */
    public void dropIn() throws IOException {
        Folders.unzip(NodeSettings.file("roam.jetty.zip"), folder);
    }

    /**
     * Adds modules with {@code start.jar}, which changes the folder and starts nothing. What they need and the distribution lacks it takes from the local
     * Maven repository or from Maven Central.
     *
     * @throws IOException if Jetty refuses; the message is what it said
     */
    public void addModules(List<String> modules) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(startJar());
        command.add("--approve-all-licenses");
        command.add("--add-modules=" + String.join(",", modules));
        Path said = Files.createTempFile(folder, "start", ".txt");
        try {
            int status = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException(command + " ended with " + status + ":\n" + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while modules were added", e);
        } finally {
            Files.delete(said);
        }
    }

    /** Sets properties of a module that has been added. */
    void configure(String module, Map<String, String> properties) throws IOException {
        String lines = properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("start.d/" + module + ".ini"), lines, StandardOpenOption.APPEND);
    }

    /** Writes a file anew, with the folders that it is in. */
    void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text, StandardCharsets.UTF_8);
    }

    /** The arguments of the virtual machine with which a user starts the server, in this folder. */
    List<String> startJar() {
        return List.of("-jar", home.resolve("start.jar").toString());
    }
}
