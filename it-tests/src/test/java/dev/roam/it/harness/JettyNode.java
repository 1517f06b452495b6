package dev.roam.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;

/**
 * A Jetty as a user sets it up: the unpacked distribution is its JETTY_HOME; its JETTY_BASE is what {@code start.jar --add-modules} makes of an empty folder
 * or, with Roam, of the unpacked drop-in archive, and what a user writes into {@code start.d}.
 */
final class JettyNode extends Node {

    /** Of Jetty 12.0 and of 12.1; where there are no beans, nobody has to tell them. */
    private static final List<String> SCANNERS = List.of(
            "org.eclipse.jetty.deploy.providers:type=contextprovider,*",
            "org.eclipse.jetty.deploy:type=deploymentscanner,*");

    private static final Duration LOOKED = Duration.ofSeconds(60);

    private static final String USERS =
            """
            <?xml version="1.0"?>
            <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
            <Configure id="Server" class="org.eclipse.jetty.server.Server">
              <Call class="org.eclipse.jetty.util.resource.ResourceFactory" name="of">
                <Arg><Ref refid="Server"/></Arg>
                <Call id="users" name="newResource">
                  <Arg><Property name="jetty.base"/>/etc/users.properties</Arg>
                </Call>
              </Call>
              <Call name="addBean">
                <Arg>
                  <New class="org.eclipse.jetty.security.HashLoginService">
                    <Set name="name">probe</Set>
                    <Set name="config"><Ref refid="users"/></Set>
                  </New>
                </Arg>
              </Call>
            </Configure>
            """;

    private final JettyBase jetty;

    JettyNode(Container container, NodeSettings settings) {
        super(container, settings);
        jetty = new JettyBase(container.home(), base());
        try {
            prepare();
        } catch (IOException e) {
            close();
            throw new IllegalStateException("Cannot set up " + this + " from " + container.home(), e);
        }
    }

    private void prepare() throws IOException {
        if (settings().roam()) {
            jetty.dropIn();
        }
        jetty.addModules(modules());
        jetty.configure(
                "http",
                Map.of(
                        "jetty.http.host",
                        "127.0.0.1",
                        "jetty.http.port",
                        "" + settings().port()));
        if (settings().roam()) {
            jetty.configure(
                    "roam",
                    settings().options().entrySet().stream()
                            .collect(Collectors.toMap(option -> "roam." + option.getKey(), Map.Entry::getValue)));
        }
        for (Map.Entry<String, String> file : settings().files().entrySet()) {
            jetty.write(file.getKey(), file.getValue());
        }
        jetty.write("etc/users.properties", "ann: secret,shopper\n");
        jetty.write("etc/users.xml", USERS);
        jetty.write("start.d/users.ini", "etc/users.xml\n");
        if (!settings().jmx()) {
            jetty.write("start.d/scan.ini", "jetty.deploy.scanInterval=1\n");
        }
        deploy(PROBE);
        deploy(OTHER);
        for (String environment : furtherEnvironments()) {
            deploy(Application.PROBE, PROBE + suffix(environment), environment);
            deploy(Application.PROBE, OTHER + suffix(environment), environment);
        }
        for (Application application : settings().applications()) {
            deploy(application, application.path());
        }
    }

    private String usualEnvironment() {
        return container().environments().get(0);
    }

    private List<String> furtherEnvironments() {
        return settings().loadTest() ? List.of() : container().furtherEnvironments();
    }

    private List<String> modules() {
        List<String> modules = new ArrayList<>(
                List.of("http", usualEnvironment() + "-websocket-jakarta", usualEnvironment() + "-deploy"));
        furtherEnvironments().forEach(environment -> modules.add(environment + "-deploy"));
        modules.addAll(settings().modules());
        if (settings().jmx()) {
            modules.add("jmx");
        }
        if (settings().roam()) {
            modules.add("roam");
        }
        return modules;
    }

    @Override
    public void deploy(Application application, String name) {
        deploy(application, name, usualEnvironment());
    }

    /** Comes at once, with the file that says where it runs before it: a running Jetty looks into the folder when it is told to. */
    private void deploy(Application application, String name, String environment) {
        Path made = base().resolve("made");
        try {
            Files.createDirectories(made);
            application.copyTo(made);
            if (environment.equals("ee8")) {
                JavaxServlet.convert(made);
            }
            jetty.write("webapps" + name + ".properties", "environment: " + environment + "\n");
            Files.move(made, application(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void undeploy(String name) {
        Path gone = base().resolve("gone");
        try {
            Files.deleteIfExists(base().resolve("webapps" + name + ".properties"));
            if (Files.exists(application(name))) {
                Files.move(application(name), gone);
                Folders.remove(gone);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path application(String name) {
        return base().resolve("webapps" + name);
    }

    /** Jetty scans the folder in a thread of its own, and takes for real what two scans have found alike. */
    @Override
    public void look(String name) throws IOException {
        boolean there = Files.exists(application(name));
        try (Management management = Management.of(this);
                Browser nobody = new Browser(name)) {
            Await.until(name + (there ? " is there" : " is gone"), LOOKED, () -> {
                for (String scanner : SCANNERS) {
                    management.invokeAll(scanner, "scan");
                }
                return nobody.get(this, "/ping").status() == (there ? 200 : 404);
            });
        }
    }

    /** By its bean; a Jetty without beans has only another way, to deploy it anew. */
    @Override
    public void reload(String path) throws IOException, JMException {
        if (!settings().jmx()) {
            redeploy(path);
            return;
        }
        try (Management management = Management.of(this)) {
            String context = management.nameWith("org.eclipse.jetty.*:type=webappcontext,*", "contextPath", path);
            management.invokeAll(context, "stop");
            management.invokeAll(context, "start");
        }
    }

    @Override
    public int heldSessions(Management management, String path) throws IOException, JMException {
        return count(management, path, "copies");
    }

    @Override
    public int allSessions(Management management, String path) throws IOException, JMException {
        return count(management, path, "clusterSessions");
    }

    @Override
    public long counted(Management management, String path, String name) throws IOException, JMException {
        Map<?, ?> statistics = (Map<?, ?>) management.attribute(beanOf(management, path), "statistics");
        if (statistics.get(name) instanceof Long count) {
            return count;
        }
        throw new IOException("No count " + name + " in " + statistics);
    }

    /** A number that the cache of the application's sessions tells of itself. */
    private static int count(Management management, String path, String attribute) throws IOException, JMException {
        return (int) management.attribute(beanOf(management, path), attribute);
    }

    @Override
    String beanOfSessions(Management management, String path) throws IOException, JMException {
        return beanOf(management, path);
    }

    private static String beanOf(Management management, String path) throws IOException, JMException {
        return management.nameWith("dev.roam.jetty:type=roamsessioncache,*", "application", "localhost" + path);
    }

    @Override
    public List<String> beansOfApplications() {
        return List.of("dev.roam.jetty:*");
    }

    /** What {@code java -jar $JETTY_HOME/start.jar} does, in one process. */
    @Override
    protected List<String> command() {
        return Stream.concat(Stream.of("-Djava.io.tmpdir=" + base()), jetty.startJar().stream())
                .toList();
    }
}
