package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.tomcat.guest.Guest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Host;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.HostConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.IntrospectionUtils;
import org.apache.tomcat.util.file.ConfigFileLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Roam where Tomcat lets a manager be configured, in a server of two hosts with the same applications, {@code /one} and {@code /two}. */
class ContextFilesTest {
    private static final String FIRST = "localhost";
    private static final String SECOND = "127.0.0.1";
    private static final Logger TOMCATS_LOG = Logger.getLogger("org.apache");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The places, each narrower than the one before. */
    private enum Place {
        SERVER("conf/context.xml", "localhost/one localhost/two 127.0.0.1/one 127.0.0.1/two"),
        HOST("conf/Tomcat/localhost/context.xml.default", "localhost/one localhost/two"),
        APPLICATION("localhost/one/META-INF/context.xml", "localhost/one");

        private final String file;
        private final String below;

        Place(String file, String below) {
            this.file = file;
            this.below = below;
        }

        List<String> applications() {
            return List.of(below.split(" "));
        }
    }

    /** Keeps what Tomcat says of failures. */
    private static final class Failures extends Handler {
        final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord event) {
            for (Throwable t = event.getThrown(); t != null; t = t.getCause()) {
                messages.add(String.valueOf(t.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Tomcat tomcat = new Tomcat();
    private final Clustered cluster = Clustered.alone();
    private final Failures failures = new Failures();
    private final List<Path> written = new ArrayList<>();

    @TempDir
    private Path base = Path.of("given by JUnit");

    @BeforeEach
    void prepare() throws Exception {
        TOMCATS_LOG.setLevel(Level.SEVERE);
        TOMCATS_LOG.setUseParentHandlers(false);
        TOMCATS_LOG.addHandler(failures);
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Host first = tomcat.getHost();
        StandardHost second = new StandardHost();
        second.setName(SECOND);
        tomcat.getEngine().addChild(second);
        for (Host host : List.of(first, second)) {
            ((StandardHost) host).setCopyXML(false);
            host.setAppBase(base.resolve(host.getName()).toString());
            host.addLifecycleListener(new HostConfig());
            for (String application : List.of("one", "two")) {
                deploy(base.resolve(host.getName()).resolve(application));
            }
        }
    }

    private static void deploy(Path application) throws Exception {
        Path classes = Files.createDirectories(application.resolve("WEB-INF/classes/dev/roam/tomcat/guest"));
        Files.createDirectories(application.resolve("META-INF"));
        GuestNode.copyClasses(classes);
        Files.writeString(
                application.resolve("WEB-INF/web.xml"),
                """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
                  <servlet>
                    <servlet-name>guest</servlet-name>
                    <servlet-class>%s</servlet-class>
                    <async-supported>true</async-supported>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>guest</servlet-name>
                    <url-pattern>/*</url-pattern>
                  </servlet-mapping>
                </web-app>
                """
                        .formatted(Guest.class.getName()));
    }

    @AfterEach
    void stop() throws Exception {
        for (Path file : written) {
            Files.delete(file);
        }
        TOMCATS_LOG.removeHandler(failures);
        TOMCATS_LOG.setUseParentHandlers(true);
        tomcat.stop();
        tomcat.destroy();
    }

    /** Writes a file of an application below this test's folder, and one of the server to where Tomcat looks for it: {@code setSource} counts once in a JVM. */
    private void write(String file, String attributes, String manager) throws IOException {
        Path path =
                file.startsWith("conf/") ? Path.of(ConfigFileLoader.getSource().getURI(file)) : base.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, "<Context" + attributes + "><Manager " + manager + "/></Context>");
        written.add(path);
    }

    private String roam(String more) {
        return "className=\"dev.roam.tomcat.RoamManager\" clusterName=\"" + cluster.name() + "\" members=\"127.0.0.1:"
                + cluster.port() + "\" port=\"" + cluster.port() + "\"" + more;
    }

    /** The applications that satisfy the condition, as {@code host/path}. */
    private List<String> applications(Predicate<Context> condition) {
        return Arrays.stream(new String[] {FIRST, SECOND})
                .flatMap(
                        host -> Arrays.stream(tomcat.getEngine().findChild(host).findChildren()))
                .map(Context.class::cast)
                .filter(condition)
                .map(context -> context.getParent().getName() + context.getPath())
                .toList();
    }

    private static boolean isRoams(Context context) {
        return context.getManager() instanceof RoamManager;
    }

    private static boolean hasValve(Context context) {
        return Arrays.stream(context.getPipeline().getValves()).anyMatch(RequestValve.class::isInstance);
    }

    private static boolean isAvailable(Context context) {
        return context.getState().isAvailable();
    }

    private HttpResponse<String> get(String hostAndPath, @Nullable String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://"
                + hostAndPath.replaceFirst("/", ":" + tomcat.getConnector().getLocalPort() + "/")));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    void the_applications_below_the_file_have_roam_and_no_others(Place place) throws Exception {
        write(place.file, "", roam(" minMembers=\"1\""));
        tomcat.start();

        assertThat(applications(ContextFilesTest::isAvailable)).hasSize(4);
        assertThat(applications(ContextFilesTest::isRoams)).containsExactlyInAnyOrderElementsOf(place.applications());
        assertThat(applications(ContextFilesTest::hasValve)).containsExactlyInAnyOrderElementsOf(place.applications());
        assertThat(get("localhost/one/cart", null).body()).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_option_fails_the_applications_below_the_file_and_says_what_is_allowed(Place place) throws Exception {
        write(place.file, "", roam(" backupCount=\"seven\""));
        tomcat.start();

        List<String> failed = applications(context -> !isAvailable(context));
        assertThat(failed).containsExactlyInAnyOrderElementsOf(place.applications());
        assertThat(failures.messages)
                .filteredOn(message -> message.contains("backupCount") && message.contains("seven"))
                .hasSizeGreaterThanOrEqualTo(failed.size())
                .allMatch(message -> message.contains("0 to 6"));
    }

    @Test
    void an_option_that_does_not_exist_fails_the_applications_and_the_message_names_the_nearest() throws Exception {
        Place place = Place.values()[0];
        write(place.file, "", roam(" storeTimout=\"3s\" maxActiveSessions=\"100\""));
        tomcat.start();

        assertThat(applications(context -> !isAvailable(context)))
                .containsExactlyInAnyOrderElementsOf(place.applications());
        assertThat(failures.messages).contains("there is no option storeTimout; did you mean storeTimeout?");
    }

    @Test
    void an_attribute_of_tomcats_own_that_cannot_be_read_is_left_to_tomcats_warning() {
        RoamManager manager = new RoamManager();

        assertThat(IntrospectionUtils.setProperty(manager, "maxActiveSessions", "many"))
                .isFalse();
        assertThat(manager.optionTexts()).isEmpty();
    }

    @Test
    void an_application_with_a_manager_of_its_own_keeps_it_and_its_sessions_are_not_in_the_cluster() throws Exception {
        write("conf/context.xml", "", roam(""));
        write("localhost/two/META-INF/context.xml", "", "className=\"org.apache.catalina.session.StandardManager\"");
        tomcat.start();

        assertThat(applications(context -> !hasValve(context))).containsExactly("localhost/two");
        assertThat(applications(context -> !isRoams(context))).containsExactly("localhost/two");
        assertThat(get("localhost/two/cart", null).body()).isEqualTo("1");
    }

    @Test
    void applications_of_two_hosts_with_one_path_do_not_share_sessions() throws Exception {
        write("conf/context.xml", "", roam(""));
        tomcat.start();
        assertThat(applications(ContextFilesTest::isRoams)).hasSize(4);
        String cookie = TestNode.newCookie(get("localhost/one/cart", null));

        HttpResponse<String> other = get("127.0.0.1/one/cart", cookie);

        assertThat(other.body()).isEqualTo("1");
        assertThat(TestNode.cookie(other)).isNotNull().isNotEqualTo(cookie);
        assertThat(get("localhost/one/cart", cookie).body()).isEqualTo("2");
    }

    @Test
    void applications_with_one_cookie_path_share_the_id_and_nothing_else() throws Exception {
        write("conf/context.xml", " sessionCookiePath=\"/\"", roam(""));
        tomcat.start();
        String cookie = TestNode.newCookie(get("localhost/one/cart", null));

        HttpResponse<String> other = get("localhost/two/cart", cookie);

        assertThat(other.body()).isEqualTo("1");
        assertThat(TestNode.cookie(other)).isEqualTo(cookie);
        assertThat(get("localhost/one/cart", cookie).body()).isEqualTo("2");
        assertThat(get("localhost/two/cart", cookie).body()).isEqualTo("2");
    }
}
