package dev.roam.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The folder that makes an instance of an installed Tomcat: here all that a user would do to put Roam into one is done. */
final class CatalinaBase {

    private CatalinaBase() {}

    /**
     * Lays out a folder with one web application as the root of {@code http://127.0.0.1:<port>/}.
     *
     * @param manager the {@code Manager} element of {@code conf/context.xml}, or nothing for the stock one
     */
    static void create(Path base, Path home, Path war, int port, String manager) throws IOException {
        Path conf = Files.createDirectories(base.resolve("conf"));
        for (String folder : new String[] {"lib", "logs", "temp", "webapps"}) {
            Files.createDirectories(base.resolve(folder));
        }
        for (String file : new String[] {"web.xml", "catalina.properties", "logging.properties"}) {
            Files.copy(home.resolve("conf").resolve(file), conf.resolve(file));
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
                """.formatted(port));
        Files.writeString(conf.resolve("context.xml"), """
                <Context>
                  %s
                </Context>
                """.formatted(manager));
        Files.copy(war, base.resolve("webapps/ROOT.war"));
    }

    /**
     * Unpacks a drop-in over such a folder.
     *
     * @throws IOException if it cannot be read, or an entry would end up outside the folder
     */
    static void dropIn(Path base, Path zip) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = base.resolve(entry.getName()).normalize();
                if (!target.startsWith(base)) {
                    throw new IOException(zip + " has an entry that leads out of the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling("."));
                    Files.copy(entries, target);
                }
            }
        }
    }
}
