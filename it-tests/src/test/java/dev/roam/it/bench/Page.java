package dev.roam.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation, a part of which is written by a measuring run: what stands between two marks. What is written around it stays. */
public final class Page {
    private static final String END = "<!-- bench: to here -->";

    private final Path file;
    private final String begin;

    /** @param command what writes the part, for whoever wants to write it again */
    public Page(Path file, String command) {
        this.file = file;
        begin = "<!-- bench: from here on written by " + command + " -->";
    }

    /** Puts the text between the marks; at the end of the page where it has none. */
    public void write(String text) throws IOException {
        String before = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "# Performance\n";
        int from = before.indexOf(begin);
        int to = before.indexOf(END);
        String block = begin + "\n\n" + text + "\n" + END;
        String after = from < 0 || to < from
                ? before.stripTrailing() + "\n\n" + block + "\n"
                : before.substring(0, from) + block + before.substring(to + END.length());
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, after, StandardCharsets.UTF_8);
    }
}
