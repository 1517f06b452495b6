package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.ClusterMode;
import dev.roam.NodeOptions;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EmbeddedClusterTest {
    @Test
    void no_thread_of_the_member_holds_the_class_loader_of_the_application_that_started_it() throws Exception {
        Thread self = Thread.currentThread();
        ClassLoader before = self.getContextClassLoader();
        String name = "test-" + UUID.randomUUID();
        try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
            self.setContextClassLoader(application);
            try (EmbeddedCluster cluster = EmbeddedCluster.join(options(name))) {
                cluster.open("shop").reapable(0, 1);

                assertThat(self.getContextClassLoader()).isSameAs(application);
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread != self)
                        .allSatisfy(thread ->
                                assertThat(thread.getContextClassLoader()).isNotSameAs(application));
                assertThat(cluster.describe()).startsWith("1 of " + name + " (127.0.0.1:");
            }
        } finally {
            self.setContextClassLoader(before);
        }
    }

    private static NodeOptions options(String name) {
        return new NodeOptions(List.of("127.0.0.1"), null, 5950, name, null, ClusterMode.EMBEDDED, 1, 1);
    }
}
