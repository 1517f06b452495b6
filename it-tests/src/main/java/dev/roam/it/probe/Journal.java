package dev.roam.it.probe;

import jakarta.servlet.ServletContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The endings that the listeners of this node heard of, in a file that outlives the node: each line has reached the operating system when the call
 * returns. An ending is two lines, when its listener began and when it had finished. There is a file only where the system property {@value #FILE}
 * names one. Thread-safe.
 *
 * <p>The ending of the number that the system property {@value #HOLD_AT} names, counted from 1, is held at the latch {@value #LATCH} between its two lines.
 */
final class Journal {

    private static final String FILE = "probe.journal";
    private static final String HOLD_AT = "probe.journal.hold-at";
    private static final String LATCH = "ending";

    private final OutputStream file;
    private final Latches latches;
    private final int holdAt = Integer.getInteger(HOLD_AT, 0);
    /** Guarded by this. */
    private int begun;

    private Journal(OutputStream file, Latches latches) {
        this.file = file;
        this.latches = latches;
    }

    /** The application's journal, which {@link Recorder} puts there when the application starts. */
    static Journal of(ServletContext context) {
        return (Journal) context.getAttribute(Journal.class.getName());
    }

    static void attachTo(ServletContext context) {
        String name = System.getProperty(FILE);
        try {
            OutputStream file = name == null ? OutputStream.nullOutputStream() : new FileOutputStream(name, true);
            context.setAttribute(Journal.class.getName(), new Journal(file, Latches.of(context)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A listener begins to work; returns when it may go on. */
    void begins(String mark, String cause) {
        if (begun("begun " + mark + " " + cause) == holdAt) {
            latches.hold(LATCH);
        }
    }

    void finished(String mark) {
        write("finished " + mark);
    }

    private synchronized int begun(String line) {
        write(line);
        return ++begun;
    }

    private void write(String line) {
        try {
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
