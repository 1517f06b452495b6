package dev.roam.demo;

import dev.roam.demo.Installation.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is started with.
 *
 * @param servers what each node is made of, from node 1 on
 * @param war the web application
 * @param port the port of the one address; the next free one if it is taken
 */
record DemoOptions(List<Installation> servers, Path war, int port) {

    static final String USAGE = """
            ./demo [--mixed] [--stock] [--port=8080]
              --mixed   two Tomcats and two Jettys instead of three Tomcats
              --stock   the same without Roam: every node keeps its own sessions
              --port=N  the port to open in the browser""";

    /** Whether Roam is left out, to see what happens without it. */
    boolean stock() {
        return servers.stream().allMatch(server -> server.dropIn() == null);
    }

    /** @throws IllegalArgumentException if an option is unknown, wrong or missing; says which, and what is allowed */
    static DemoOptions parse(String... args) {
        Set<String> flags = new HashSet<>();
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            if (arg.matches("--(mixed|stock)")) {
                flags.add(arg);
            } else if (arg.matches("--(tomcat|tomcat-drop-in|jetty|jetty-drop-in|war|port)=.+")) {
                int equals = arg.indexOf('=');
                given.put(arg.substring(2, equals), arg.substring(equals + 1));
            } else {
                throw new IllegalArgumentException("Unknown option " + arg);
            }
        }
        return new DemoOptions(
                servers(flags.contains("--mixed"), flags.contains("--stock"), given),
                existing("war", given.get("war")),
                port(given.getOrDefault("port", "8080")));
    }

    private static List<Installation> servers(boolean mixed, boolean stock, Map<String, String> given) {
        Installation tomcat = installation(Kind.TOMCAT, stock, given);
        if (!mixed) {
            return List.of(tomcat, tomcat, tomcat);
        }
        Installation jetty = installation(Kind.JETTY, stock, given);
        return List.of(tomcat, tomcat, jetty, jetty);
    }

    private static Installation installation(Kind kind, boolean stock, Map<String, String> given) {
        String dropIn = kind + "-drop-in";
        return new Installation(
                kind,
                existing(kind.toString(), given.get(kind.toString())),
                stock ? null : existing(dropIn, given.get(dropIn)));
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
