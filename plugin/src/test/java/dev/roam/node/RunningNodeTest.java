package dev.roam.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.ApplicationOptions;
import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.Node;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import dev.roam.OutsideUse;
import dev.roam.WorkingCopy;
import dev.roam.store.Store;
import dev.roam.store.memory.MemoryStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunningNodeTest {
    private static final NodeOptions OPTIONS = NodeOptions.parse(Map.of());
    private static final ApplicationOptions SHOP = ApplicationOptions.parse(Map.of(), "leaving/shop");

    private final MemoryStore.Space records = new MemoryStore.Space(System::currentTimeMillis);
    private boolean broken;
    private boolean left;

    /** A cluster that may fail an application while it is being opened. */
    private final class Cluster implements StoreProvider {
        @Override
        public Store open(ApplicationOptions options) {
            return new MemoryStore(records);
        }

        @Override
        public String describe() {
            if (broken) {
                throw new IllegalStateException("the cluster has just been left");
            }
            return "a cluster of the test's";
        }

        @Override
        public void close() {
            left = true;
        }
    }

    private Node join() {
        return RunningNode.join(OPTIONS, options -> new Cluster());
    }

    @Test
    void an_application_that_could_not_be_opened_leaves_no_thread_and_can_be_opened_again() {
        try (Node node = join()) {
            broken = true;
            assertThatThrownBy(() -> node.open(SHOP, new NoSessions())).isInstanceOf(IllegalStateException.class);
            Await.until("its threads have ended", () -> threads().isEmpty());

            broken = false;
            node.open(SHOP, new NoSessions()).close();
        }
        assertThat(left).isTrue();
    }

    @Test
    void two_applications_of_one_name_are_refused_and_the_name_is_free_again_afterwards() {
        try (Node node = join();
                Node other = join()) {
            try (var shop = node.open(SHOP, new NoSessions())) {
                assertThatThrownBy(() -> other.open(SHOP, new NoSessions()))
                        .isInstanceOf(OptionException.class)
                        .hasMessageContaining("'leaving/shop' is already open on this node");
                assertThat(shop.held()).isEmpty();
            }
            other.open(SHOP, new NoSessions()).close();
        }
    }

    @Test
    void the_cluster_is_left_with_the_last_use_alone() {
        Node first = join();
        Node second = join();
        first.close();
        first.close();
        assertThat(left).isFalse();
        second.close();
        assertThat(left).isTrue();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("roam-leaving/shop"))
                .toList();
    }

    /** A container whose sessions nobody uses. */
    private static final class NoSessions implements Container<String> {
        @Override
        public String newSession(WorkingCopy<String> copy) {
            return "session";
        }

        @Override
        public ClassLoader loader() {
            return RunningNodeTest.class.getClassLoader();
        }

        @Override
        public boolean distributes(String name, Object value) {
            return true;
        }

        @Override
        public void end(String session, Ending ending) {}

        @Override
        public void gone(String session, Cause cause) {}

        @Override
        public String drawId() {
            throw new UnsupportedOperationException("no session is made here");
        }

        @Override
        public int maxInactive() {
            return -1;
        }

        @Override
        public String withoutRoute(String id) {
            return id;
        }

        @Override
        public void created(String session) {}

        @Override
        public void setAttribute(String session, String name, @Nullable Object value) {}

        @Override
        public OutsideUse.@Nullable Request request() {
            return null;
        }

        @Override
        public void activated(String session, String name, Object value) {}

        @Override
        public void passivating(String session, String name, Object value) {}
    }
}
