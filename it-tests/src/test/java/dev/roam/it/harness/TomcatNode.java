package dev.roam.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;

/**
 * A Tomcat as a user sets it up: the unpacked distribution is its CATALINA_HOME; its CATALINA_BASE has the distribution's own
 * configuration with other ports, and, with Roam, the drop-in archive and one line in {@code conf/context.xml}.
 */
final class TomcatNode extends Node {

    /** The beginning of the list of jars in which Tomcat looks for nothing. */
    private static final String SKIPPED = "tomcat.util.scan.StandardJarScanFilter.jarsToSkip=\\\n";

    private final Path home;

    TomcatNode(Container container, NodeSettings settings) {
        super(container, settings);
        home = container.home();
        try {
            prepare();
        } catch (IOException e) {
            close();
            throw new IllegalStateException("Cannot set up " + this + " from " + home, e);
        }
    }

    private void prepare() throws IOException {
        for (String folder : List.of("lib", "logs", "temp", "work")) {
            Files.createDirectory(base().resolve(folder));
        }
        Folders.copy(home.resolve("conf"), base().resolve("conf"));
        edit("server.xml", this::withPorts);
        edit(
                "tomcat-users.xml",
                users -> users.replace(
                        "</tomcat-users>",
                        "<user username=\"ann\" password=\"secret\" roles=\"shopper\"/>\n" + ManagerApplication.USER
                                + "\n</tomcat-users>"));
        if (settings().roam()) {
            Folders.unzip(NodeSettings.file("roam.tomcat.zip"), base());
            edit("context.xml", context -> context.replace("</Context>", manager() + "\n</Context>"));
            edit(
                    "catalina.properties",
                    properties -> properties.replace(SKIPPED, SKIPPED + "hazelcast-*.jar,roam-*.jar,"));
        }
        deploy(PROBE);
        deploy(OTHER);
        for (Application application : settings().applications()) {
            deploy(application, application.path());
        }
        if (settings().manager()) {
            Folders.copy(home.resolve("webapps/manager"), base().resolve("webapps/manager"));
        }
    }

    private String withPorts(String server) {
        String connector = "port=\"" + settings().port() + "\" address=\"127.0.0.1\"";
        if (settings().loadTest()) {
            connector += " maxKeepAliveRequests=\"-1\"";
        }
        String result = server.replace("port=\"8005\"", "port=\"-1\"").replace("port=\"8080\"", connector);
        if (!result.contains("port=\"-1\"") || !result.contains(connector)) {
            throw new IllegalStateException("This server.xml is not as expected: " + home);
        }
        return settings().loadTest()
                ? result.replaceAll("(?s)<Valve className=\"[^\"]*AccessLogValve\".*?/>", "")
                : result;
    }

    private String manager() {
        return settings().options().entrySet().stream()
                .map(option -> " " + option.getKey() + "=\"" + option.getValue() + "\"")
                .collect(Collectors.joining("", "<Manager className=\"dev.roam.tomcat.RoamManager\"", "/>"));
    }

    /** Comes at once: a running Tomcat looks into the folder when it likes. */
    @Override
    public void deploy(Application application, String name) {
        Path made = base().resolve("work/made");
        try {
            Files.createDirectories(made);
            application.copyTo(made);
            Files.createDirectories(base().resolve("webapps"));
            Files.move(made, application(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void undeploy(String name) {
        Path gone = base().resolve("work/gone");
        try {
            if (Files.exists(application(name))) {
                Files.move(application(name), gone);
                Folders.remove(gone);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void look(String name) throws IOException, JMException {
        try (Management management = Management.of(this)) {
            management.check(name);
        }
    }

    @Override
    public void reload(String path) throws IOException, JMException {
        try (Management management = Management.of(this)) {
            management.reload(path);
        }
    }

    @Override
    public int heldSessions(Management management, String path) throws IOException, JMException {
        return count(management, path, "activeSessions");
    }

    @Override
    public int allSessions(Management management, String path) throws IOException, JMException {
        return count(management, path, "activeSessionsFull");
    }

    /** A number that the manager of the application's sessions tells of itself. */
    private static int count(Management management, String path, String attribute) throws IOException, JMException {
        return (int) management.attribute("Catalina:type=Manager,host=localhost,context=" + path, attribute);
    }

    @Override
    public long counted(Management management, String path, String name) throws IOException, JMException {
        return (long) management.attribute(beanOfSessions(management, path), name);
    }

    @Override
    String beanOfSessions(Management management, String path) {
        return "Catalina:type=Roam,host=localhost,context=" + path;
    }

    @Override
    public List<String> beansOfApplications() {
        return List.of("Catalina:type=Manager,*", "Catalina:type=Valve,*");
    }

    private Path application(String name) {
        return base().resolve("webapps" + name);
    }

    private void edit(String name, UnaryOperator<String> change) throws IOException {
        Path file = base().resolve("conf").resolve(name);
        String before = Files.readString(file, StandardCharsets.UTF_8);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IOException("Nothing to change in " + file);
        }
        Files.writeString(file, after, StandardCharsets.UTF_8);
    }

    /** What {@code catalina.sh run} does. */
    @Override
    protected List<String> command() {
        Stream<String> opens = Stream.of(
                        "java.base/java.lang",
                        "java.base/java.lang.reflect",
                        "java.base/java.io",
                        "java.base/java.util",
                        "java.base/java.util.concurrent",
                        "java.rmi/sun.rmi.transport")
                .map(name -> "--add-opens=" + name + "=ALL-UNNAMED");
        Stream<String> rest = Stream.of(
                "-Djava.util.logging.config.file=" + base().resolve("conf/logging.properties"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Dcatalina.home=" + home,
                "-Dcatalina.base=" + base(),
                "-Djava.io.tmpdir=" + base().resolve("temp"),
                "-classpath",
                home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start");
        return Stream.concat(opens, rest).toList();
    }
}
