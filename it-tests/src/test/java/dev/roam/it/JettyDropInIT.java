package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.it.harness.Application;
import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.JettyBase;
import dev.roam.it.harness.Management;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JettyDropInIT {

    private static final Path ARCHIVE = path("roam.jetty.zip");
    private static final String HAZELCAST = "com.hazelcast.core.Hazelcast";
    private static final String HAZELCAST_EXCEPTION = "com.hazelcast.core.HazelcastException";
    private static final String KRYO = "com.esotericsoftware.kryo.kryo5.Kryo";

    @Test
    void the_archive_holds_the_module_roam_hazelcast_and_the_licence_alone() throws IOException {
        assertThat(files())
                .hasSize(5)
                .anyMatch(name -> name.matches("lib/roam/roam-jetty-.*\\.jar"))
                .anyMatch(name -> name.matches("lib/roam/hazelcast-[0-9.]+\\.jar"))
                .contains("modules/roam.mod", "etc/roam.xml", "lib/roam/roam-LICENSE");
    }

    @Test
    void every_class_of_the_roam_jar_is_in_a_package_of_roam_and_none_is_of_the_servlet_api() throws IOException {
        assertThat(namesInRoamJar())
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("dev/roam/"))
                .anyMatch(name -> name.startsWith("dev/roam/shaded/caffeine/"))
                .contains("dev/roam/shaded/kryo/Kryo.class", "dev/roam/jetty/RoamSessions.class");
    }

    @Test
    void the_licences_of_what_is_inside_the_roam_jar_are_in_it() throws IOException {
        assertThat(namesInRoamJar()).contains("META-INF/LICENSE-of-kryo.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"roam.jetty12_0", "roam.jetty12_1"})
    void the_archive_replaces_no_file_of_jetty(String property) throws IOException {
        Path jetty = path(property);
        assertThat(jetty.resolve("start.jar")).isRegularFile();
        assertThat(files()).allSatisfy(name -> assertThat(jetty.resolve(name)).doesNotExist());
    }

    static List<Topology> jettys() {
        return Topology.selected().stream().filter(Topology::isJetty).toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jettys")
    void a_second_module_for_sessions_is_refused_by_name(Topology topology, @TempDir Path folder) throws IOException {
        JettyBase base = new JettyBase(topology, folder);
        base.dropIn();
        base.addModules(List.of("http", "roam"));

        assertThatThrownBy(() -> base.addModules(List.of("session-store-file")))
                .hasMessageContaining("session-store-file provides session-store, which is already provided by roam");
        assertThatThrownBy(() -> base.addModules(List.of("session-cache-hash")))
                .hasMessageContaining("session-cache-hash provides session-cache, which is already provided by roam");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jettys")
    void an_option_that_cannot_be_stops_the_start_and_says_which(Topology topology) {
        assertThatThrownBy(() -> Cluster.roam(topology, "wrong-value", 1, Map.of("backupCount", "many")))
                .hasStackTraceContaining("backupCount")
                .hasStackTraceContaining("many");
        assertThatThrownBy(() -> Cluster.roam(topology, "wrong-name", 1, Map.of("reapIntervall", "1s")))
                .hasStackTraceContaining("reapIntervall");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jettys")
    void an_application_may_carry_its_own_hazelcast_and_kryo_and_sees_none_otherwise(Topology topology)
            throws IOException {
        try (Cluster cluster = Cluster.roam(
                        topology, "carrier", 2, Map.of(), settings -> settings.with(Application.PROBE_WITH_LIBRARIES));
                Browser carrier = new Browser(Application.PROBE_WITH_LIBRARIES.path());
                Browser plain = new Browser()) {
            for (int count = 1; count <= 4; count++) {
                Node node = cluster.node(count);
                for (String name : List.of(HAZELCAST, KRYO)) {
                    assertThat(carrier.get(node, "/source?class=" + name).value("source"))
                            .contains("/WEB-INF/lib/");
                    assertThat(plain.get(node, "/source?class=" + name).value("source"))
                            .isEqualTo("none");
                }
                assertThat(carrier.get(node, "/carry?class=" + HAZELCAST_EXCEPTION)
                                .value("same"))
                        .isEqualTo("true");
                assertThat(carrier.get(node, "/counter").expect(200).number("items"))
                        .isEqualTo(count);
                assertThat(plain.get(node, "/counter").expect(200).number("items"))
                        .isEqualTo(count);
            }
        }
    }

    /** Without one Hazelcast shows its metrics in JMX, so this file has been read; that both nodes are one cluster is Roam's part of it. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jettys")
    void a_hazelcast_configuration_of_ones_own_lies_in_the_base_and_gets_what_sessions_need(Topology topology)
            throws Exception {
        String configuration = "hazelcast:\n  metrics:\n    jmx:\n      enabled: false\n";
        try (Cluster cluster = Cluster.roam(
                        topology,
                        "configured",
                        2,
                        Map.of("hazelcastConfig", "etc/hazelcast.yaml"),
                        settings -> settings.with("etc/hazelcast.yaml", configuration));
                Browser user = new Browser()) {
            for (int count = 1; count <= 4; count++) {
                assertThat(user.get(cluster.node(count), "/counter").expect(200).number("items"))
                        .isEqualTo(count);
            }
            try (Management management = Management.of(cluster.node(0))) {
                assertThat(management.beans("com.hazelcast:type=Metrics,*")).isZero();
            }
        }
    }

    private static List<String> files() throws IOException {
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
            return archive.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static List<String> namesInRoamJar() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile archive = new ZipFile(ARCHIVE.toFile())) {
            ZipEntry jar = archive.stream()
                    .filter(entry -> entry.getName().startsWith("lib/roam/roam-jetty-"))
                    .findFirst()
                    .orElseThrow();
            try (ZipInputStream content = new ZipInputStream(archive.getInputStream(jar))) {
                for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                    names.add(entry.getName());
                }
            }
        }
        return names;
    }

    private static Path path(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }
}
