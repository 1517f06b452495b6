package dev.roam.it.harness;

import java.util.Map;
import java.util.function.Supplier;
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

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(WarmClusters.class);

    private WarmClusters() {}

    /** Gives a class three nodes that share their sessions. */
    static final class OfThree implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.selected().stream()
                    .map(topology -> Arguments.of(
                            warm(context, topology + "-cluster", () -> Cluster.roam(topology, "node", 3, OPTIONS))));
        }
    }

    /** Gives a class two nodes that share their sessions, each with Tomcat's Manager application. */
    static final class OfTwoManaged implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.embedded().stream()
                    .map(topology -> Arguments.of(warm(
                            context,
                            topology + "-managed",
                            () -> Cluster.roam(topology, "managed", 2, OPTIONS, NodeSettings::withManager))));
        }
    }

    /** Gives a class one server as it was unpacked, and one with Roam. */
    static final class StockAndRoam implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Topology.embedded().stream()
                    .map(topology -> Arguments.of(
                            warm(context, topology + "-stock", () -> Cluster.stock(topology, "stock", 1)),
                            warm(context, topology + "-single", () -> Cluster.roam(topology, "single", 1, OPTIONS))));
        }
    }

    /** Shows what the nodes wrote when a test has failed. */
    static final class LogsOnFailure implements TestWatcher {
        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            for (Topology topology : Topology.values()) {
                for (String kind : new String[] {"-cluster", "-managed", "-stock", "-single"}) {
                    Cluster cluster = store(context).get(topology + kind, Cluster.class);
                    if (cluster != null) {
                        context.publishReportEntry(cluster.toString(), cluster.logs());
                    }
                }
            }
        }
    }

    private static Cluster warm(ExtensionContext context, String key, Supplier<Cluster> start) {
        Cluster cluster = store(context).computeIfAbsent(key, name -> start.get(), Cluster.class);
        cluster.heal();
        return cluster;
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }
}
