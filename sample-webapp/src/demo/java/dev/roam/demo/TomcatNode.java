package dev.roam.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Tomcat. */
final class TomcatNode extends ServerNode {

    TomcatNode(String name, Installation tomcat, Path base, int port) {
        super(name, tomcat, base, port);
    }

    @Override
    void configure(Map<String, String> roam) throws IOException {
        Path conf = Files.createDirectories(base().resolve("conf"));
        Files.createDirectories(base().resolve("lib"));
        for (String file : new String[] {"web.xml", "catalina.properties", "logging.properties"}) {
            Files.copy(home().resolve("conf").resolve(file), conf.resolve(file));
        }
        // Bound at the start only, when the application is deployed: until then the proxy is refused and asks another node.
        Files.writeString(conf.resolve("server.xml"), """
                <Server port="-1">
                  <Service name="Catalina">
                    <Connector address="127.0.0.1" port="%d" bindOnInit="false"/>
                    <Engine name="Catalina" defaultHost="localhost">
                      <Host name="localhost" appBase="webapps"/>
                    </Engine>
                  </Service>
                </Server>
                """.formatted(port()));
        Files.writeString(conf.resolve("context.xml"), """
                <Context>
                  %s
                </Context>
                """.formatted(roam.isEmpty() ? "" : manager(roam)));
    }

    private static String manager(Map<String, String> roam) {
        return roam.entrySet().stream()
                .map(option -> " %s=\"%s\"".formatted(option.getKey(), option.getValue()))
                .collect(Collectors.joining("", "<Manager className=\"dev.roam.tomcat.RoamManager\"", "/>"));
    }

    @Override
    List<String> arguments() {
        Path bin = home().resolve("bin");
        return List.of(
                "-Dcatalina.home=" + home(),
                "-Dcatalina.base=" + base(),
                "-Djava.util.logging.config.file=" + base().resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-cp",
                bin.resolve("bootstrap.jar") + System.getProperty("path.separator") + bin.resolve("tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start");
    }
}
