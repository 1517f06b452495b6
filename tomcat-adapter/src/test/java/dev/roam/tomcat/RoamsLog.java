package dev.roam.tomcat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Roam logs from now until this is closed, for whoever has to be woken by it. */
final class RoamsLog implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.roam");
    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final List<LogRecord> ofRequests = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(line);
                if (!Thread.currentThread().getName().startsWith("roam-")) {
                    ofRequests.add(line);
                }
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    RoamsLog() {
        logger.addHandler(handler);
    }

    /** Warnings and worse. */
    List<LogRecord> warnings() {
        return warnings;
    }

    /** Those of them that no thread of Roam's own has logged: what waits to be stored is tried again by and by. */
    List<LogRecord> warningsOfRequests() {
        return ofRequests;
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
