package dev.roam.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is started with.
 *
 * @param tomcat an unpacked Tomcat, which is only read
 * @param war the web application
 * @param dropIn Roam's zip for Tomcat; null leaves Roam out, to see what happens without it
 * @param port the port of the one address; the next free one if it is taken
 */
record DemoOptions(Path tomcat, Path war, @Nullable Path dropIn, int port) {

    static final String USAGE = """
            ./demo [--stock] [--port=8080]
              --stock   the same without Roam: every node keeps its own sessions
              --port=N  the port to open in the browser""";

    /** @throws IllegalArgumentException if an option is unknown, wrong or missing; says which, and what is allowed */
    static DemoOptions parse(String... args) {
        boolean stock = false;
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            if (arg.equals("--stock")) {
                stock = true;
            } else if (arg.matches("--(tomcat|war|drop-in|port)=.+")) {
                int equals = arg.indexOf('=');
                given.put(arg.substring(2, equals), arg.substring(equals + 1));
            } else {
                throw new IllegalArgumentException("Unknown option " + arg);
            }
        }
        return new DemoOptions(
                existing("tomcat", given.get("tomcat")),
                existing("war", given.get("war")),
                stock ? null : existing("drop-in", given.get("drop-in")),
                port(given.getOrDefault("port", "8080")));
    }

    private static Path existing(String option, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("--" + option + "=<path> is missing");
        }
        Path path = Path.of(value).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("--" + option + ": there is no " + path + "; start the demo with ./demo, which builds it");
        }
        return path;
    }

    private static int port(String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException("--port is " + value + ", but must be a number from 1 to 65535");
        }
        return Integer.parseInt(value);
    }
}
