package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.ApplicationOptions;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import dev.roam.codec.JavaCodec;
import dev.roam.codec.SerialFilter;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.memory.Faults;
import dev.roam.store.memory.MemoryStore;
import java.io.Serializable;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Promise 10, on reading: a node without an attribute's class, as while a new version is being deployed, misses that attribute alone. */
@Timeout(60)
class UndecodableAttributesTest {
    private static final String KEY = "0123456789ABCDEF";

    private final MemoryStore.Space space = new MemoryStore.Space(System::currentTimeMillis);
    private final ApplicationSessions<TestSession> with = node(UndecodableAttributesTest.class.getClassLoader());
    private final ApplicationSessions<TestSession> without = node(ClassLoader.getPlatformClassLoader());

    /** A class of the application that one node has. */
    record Order(int number) implements Serializable {}

    private ApplicationSessions<TestSession> node(ClassLoader application) {
        ApplicationSessions<TestSession> sessions = new ApplicationSessions<>(
                ApplicationOptions.parse(Map.of(), "localhost/test"),
                new TestContainer(),
                new MemoryStore(space, Faults.NONE),
                new JavaCodec(application, SerialFilter.of(null)),
                new Random(),
                () -> {});
        sessions.start();
        return sessions;
    }

    @AfterEach
    void stop() {
        with.close();
        without.close();
    }

    @Test
    void a_node_that_lacks_an_attributes_class_serves_the_session_and_leaves_the_attribute_to_the_others() {
        WorkingCopy<TestSession> made = with.create(KEY, 1800);
        made.enter();
        made.put(Scope.APPLICATION, "order", new Order(7));
        made.put(Scope.APPLICATION, "user", "ann");
        made.leave();

        WorkingCopy<TestSession> there = without.find(KEY);
        there.enter();
        assertThat(there.open(KEY)).isTrue();
        assertThat(there.get(Scope.APPLICATION, "order")).isNull();
        assertThat(there.get(Scope.APPLICATION, "user")).isEqualTo("ann");
        there.put(Scope.APPLICATION, "user", "bob");
        there.leave();

        WorkingCopy<TestSession> back = with.find(KEY);
        back.enter();
        assertThat(back.open(KEY)).isTrue();
        assertThat(back.get(Scope.APPLICATION, "order")).isEqualTo(new Order(7));
        assertThat(back.get(Scope.APPLICATION, "user")).isEqualTo("bob");
        back.leave();
    }
}
