package dev.roam.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Jetty with its environment for Jakarta EE 11. It binds its port when the application is deployed. */
final class JettyNode extends ServerNode {

    JettyNode(String name, Installation jetty, Path base, int port) {
        super(name, jetty, base, port);
    }

    @Override
    void configure(Map<String, String> roam) throws IOException {
        module("http", Map.of("jetty.http.host", "127.0.0.1", "jetty.http.port", String.valueOf(port())));
        module("ee11-deploy", Map.of());
        Files.createDirectories(base().resolve("environments")); // Jetty warns if it is not there
        if (!roam.isEmpty()) {
            Map<String, String> properties = new LinkedHashMap<>();
            roam.forEach((option, value) -> properties.put("roam." + option, value));
            module("roam", properties);
        }
    }

    /** A file for each module: in one file with an environment, properties would be that environment's. */
    private void module(String module, Map<String, String> properties) throws IOException {
        Path folder = Files.createDirectories(base().resolve("start.d"));
        List<String> lines = new ArrayList<>(List.of("--modules=" + module));
        properties.forEach((name, value) -> lines.add(name + "=" + value));
        Files.write(folder.resolve(module + ".ini"), lines);
    }

    @Override
    List<String> arguments() {
        return List.of("-jar", home().resolve("start.jar").toString(), "jetty.base=" + base());
    }
}
