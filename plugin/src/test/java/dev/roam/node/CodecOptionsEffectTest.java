package dev.roam.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.ApplicationOptions;
import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.Node;
import dev.roam.NodeOptions;
import dev.roam.OutsideUse;
import dev.roam.Scope;
import dev.roam.Sessions;
import dev.roam.WorkingCopy;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.SessionRecord;
import dev.roam.store.Store;
import dev.roam.store.memory.MemoryStore;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What changes when {@code serialFilter} is changed: which attributes leave the node; and when {@code serializer} is: how they look. */
class CodecOptionsEffectTest {
    private static final class Item implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private final MemoryStore.Space space = new MemoryStore.Space(System::currentTimeMillis);

    @Test
    void what_serial_filter_refuses_stays_on_its_node_and_the_rest_is_stored() {
        assertThat(stored(Map.of())).containsOnlyKeys(key("item"), key("text"));
        assertThat(stored(Map.of("serialFilter", "!" + Item.class.getName()))).containsOnlyKeys(key("text"));
    }

    @Test
    void the_serializer_decides_in_which_format_an_attribute_is_stored() {
        assertThat(formatOfItem(Map.of())).isZero();
        assertThat(formatOfItem(Map.of("serializer", "java"))).isOne();
    }

    private byte formatOfItem(Map<String, String> texts) {
        AttributeValue item = Objects.requireNonNull(stored(texts).get(key("item")));
        return Objects.requireNonNull(item.bytes())[0];
    }

    private Map<AttributeKey, AttributeValue> stored(Map<String, String> texts) {
        String id = "id" + texts.size();
        try (Node node = RunningNode.join(NodeOptions.parse(texts), options -> new InMemory());
                Sessions<Handle> sessions = node.open(ApplicationOptions.parse(texts, "test"), new Handles())) {
            WorkingCopy<Handle> copy = sessions.create(id, 1800);
            copy.enter();
            copy.put(Scope.APPLICATION, "item", new Item());
            copy.put(Scope.APPLICATION, "text", "x");
            copy.complete();
            copy.leave();
            SessionRecord record = Objects.requireNonNull(space.record(id));
            return record.attributes();
        }
    }

    private static AttributeKey key(String name) {
        return new AttributeKey(Scope.APPLICATION, name);
    }

    private final class InMemory implements StoreProvider {
        @Override
        public Store open(ApplicationOptions options) {
            return new MemoryStore(space);
        }

        @Override
        public String describe() {
            return "memory";
        }

        @Override
        public void close() {}
    }

    private record Handle(WorkingCopy<Handle> copy) {}

    private static final class Handles implements Container<Handle> {
        @Override
        public Handle newSession(WorkingCopy<Handle> copy) {
            return new Handle(copy);
        }

        @Override
        public @Nullable ClassLoader loader() {
            return getClass().getClassLoader();
        }

        @Override
        public boolean distributes(String name, Object value) {
            return true;
        }

        @Override
        public void end(Handle session, Ending ending) {
            ending.close();
        }

        @Override
        public void gone(Handle session, Cause cause) {}

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
        public void created(Handle session) {}

        @Override
        public void setAttribute(Handle session, String name, @Nullable Object value) {}

        @Override
        public OutsideUse.@Nullable Request request() {
            return null;
        }

        @Override
        public void activated(Handle session, String name, Object value) {}

        @Override
        public void passivating(Handle session, String name, Object value) {}
    }
}
