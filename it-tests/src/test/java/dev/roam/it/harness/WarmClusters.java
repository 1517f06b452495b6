package dev.roam.it.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Starts each cluster when the first test needs it, keeps it for all later ones and closes it after the last. A node that a test
 * has stopped is started again before the next class. When a test fails, the nodes' logs are shown.
 */
final class WarmClusters {

    /** Ends of sessions are looked for often, so that no test waits long for one. */
    private static final Map<String, String> OPTIONS = Map.of("reapInterval", "1s");

    private static final String STOCK_FRAMEWORKS = "-stock-frameworks";
    private static final String FRAMEWORKS = "-frameworks-";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(WarmClusters.class);

    private WarmClusters() {}

    /** Gives a class three nodes that share their sessions. */
    static final class OfThree implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.selected().stream().map(topology -> Arguments.of(three(context, topology)));
        }
    }

    /** The same, but not those that mix containers; and on Tomcat 11 only with clients, as its jar is 10.1's. */
    static final class OfThreeAlike implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.ofOneContainer().stream()
                    .filter(topology -> topology != Topology.TOMCAT_11)
                    .map(topology -> Arguments.of(three(context, topology)));
        }
    }

    /** Gives a class three Jettys that share their sessions. */
    static final class OfThreeJettys implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.selected().stream()
                    .filter(Topology::isJetty)
                    .map(topology -> Arguments.of(three(context, topology)));
        }
    }

    /** Gives a class a Tomcat, a Jetty and another Tomcat that share their sessions. */
    static final class OfThreeMixed implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.mixed().stream().map(topology -> Arguments.of(three(context, topology)));
        }
    }

    /** Gives a class three Tomcats that share their sessions. */
    static final class OfThreeTomcats implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.selected().stream()
                    .filter(Topology::isTomcat)
                    .map(topology -> Arguments.of(three(context, topology)));
        }
    }

    /** Gives a class three nodes that share their sessions, once for every environment in which the probe runs on them. */
    static final class OfThreeInEveryEnvironment implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.selected().stream()
                    .map(topology -> three(context, topology))
                    .flatMap(cluster -> environments(cluster).map(Arguments::of));
        }
    }

    private static Cluster three(ExtensionContext context, Topology topology) {
        return warm(context, topology + "-cluster", () -> Cluster.roam(topology, "node", 3, OPTIONS));
    }

    private static Stream<Cluster> environments(Cluster cluster) {
        return Stream.concat(
                Stream.of(cluster), cluster.furtherEnvironments().stream().map(cluster::in));
    }

    /** Gives a class two nodes that share their sessions, each with Tomcat's Manager application. */
    static final class OfTwoManaged implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.embedded().stream()
                    .filter(Topology::isTomcat)
                    .map(topology -> Arguments.of(warm(
                            context,
                            topology + "-managed",
                            () -> Cluster.roam(topology, "managed", 2, OPTIONS, NodeSettings::withManager))));
        }
    }

    /** Gives a class one server as it was unpacked, and one with Roam, once for every environment in which the probe runs on them. */
    static final class StockAndRoam implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.embedded().stream().flatMap(topology -> {
                List<Cluster> stock = environments(stock(context, topology)).toList();
                List<Cluster> roam = environments(single(context, topology)).toList();
                return IntStream.range(0, stock.size()).mapToObj(i -> Arguments.of(stock.get(i), roam.get(i)));
            });
        }
    }

    /** Gives a class one Tomcat as it was unpacked, and one with Roam. */
    static final class StockTomcatAndRoam implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.embedded().stream()
                    .filter(Topology::isTomcat)
                    .map(topology -> Arguments.of(stock(context, topology), single(context, topology)));
        }
    }

    private static Cluster stock(ExtensionContext context, Topology topology) {
        return warm(context, topology + "-stock", () -> Cluster.stock(topology, "stock", 1));
    }

    private static Cluster single(ExtensionContext context, Topology topology) {
        return warm(context, topology + "-single", () -> Cluster.roam(topology, "single", 1, OPTIONS));
    }

    /**
     * Gives a class one server as it was unpacked, and two that share their sessions, once for every serializer; all with the applications on
     * frameworks. On one topology alone, and they end with the class: no other one needs them.
     */
    static final class StockAndTwoWithFrameworks implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            ExtensionContext.Store store = context.getStore(NAMESPACE);
            return Topology.selected().stream()
                    .filter(topology -> topology == Topology.TOMCAT_11)
                    .flatMap(topology -> Serializers.names().stream()
                            .map(serializer -> Arguments.of(
                                    warm(
                                            store,
                                            topology + STOCK_FRAMEWORKS,
                                            () -> Cluster.stock(
                                                    topology, "stock-frameworks", 1, WarmClusters::frameworks)),
                                    warm(
                                            store,
                                            topology + FRAMEWORKS + serializer,
                                            () -> frameworks(topology, serializer)))));
        }
    }

    private static Cluster frameworks(Topology topology, String serializer) {
        Map<String, String> options = new HashMap<>(OPTIONS);
        options.put("serializer", serializer);
        return Cluster.roam(topology, "frameworks-" + serializer, 2, options, WarmClusters::frameworks);
    }

    private static NodeSettings frameworks(NodeSettings settings) {
        return settings.with(Application.SPRING, Application.FACES);
    }

    /** Shows what the nodes wrote when a test has failed. */
    static final class LogsOnFailure implements TestWatcher {
        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            for (Topology topology : Topology.values()) {
                for (String kind : kinds()) {
                    Cluster cluster = context.getStore(NAMESPACE).get(topology + kind, Cluster.class);
                    if (cluster != null) {
                        context.publishReportEntry(cluster.toString(), cluster.logs());
                    }
                }
            }
        }
    }

    private static List<String> kinds() {
        return Stream.concat(
                        Stream.of("-cluster", "-managed", "-stock", "-single", STOCK_FRAMEWORKS),
                        Serializers.names().stream().map(serializer -> FRAMEWORKS + serializer))
                .toList();
    }

    private static Cluster warm(ExtensionContext context, String key, Supplier<Cluster> start) {
        return warm(context.getRoot().getStore(NAMESPACE), key, start);
    }

    private static Cluster warm(ExtensionContext.Store store, String key, Supplier<Cluster> start) {
        Cluster cluster = store.computeIfAbsent(key, name -> start.get(), Cluster.class);
        cluster.heal();
        return cluster;
    }
}
