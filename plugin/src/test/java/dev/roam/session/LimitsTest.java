package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.LimitException;
import dev.roam.Scope;
import dev.roam.WorkingCopy;
import dev.roam.record.AttributeKey;
import dev.roam.session.TestContainer.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is larger than allowed is not stored, and nobody is told that it is. */
@Timeout(60)
class LimitsTest extends TwoNodes {
    private static final String LARGE = "x".repeat(600);

    private final TestContainer container = new TestContainer();
    private final ApplicationSessions<TestSession> node =
            node(container, 3, Map.of("maxAttributeBytes", "500", "maxSessionBytes", "1000"));

    @AfterEach
    void close() {
        node.close();
    }

    private WorkingCopy<TestSession> entered() {
        WorkingCopy<TestSession> copy = node.find(KEY);
        copy.enter();
        assertThat(copy.open(KEY)).isTrue();
        return copy;
    }

    private boolean isStored(Scope scope, String name) {
        return Objects.requireNonNull(space.record(KEY)).attributes().containsKey(new AttributeKey(scope, name));
    }

    private static void refused(WorkingCopy<TestSession> copy, String... parts) {
        assertThatThrownBy(copy::commit)
                .isInstanceOf(IllegalStateException.class)
                .isInstanceOfSatisfying(
                        LimitException.class, e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void an_attribute_that_is_too_large_is_refused_and_the_session_stays_as_it_was() {
        stored("user", "ann");
        WorkingCopy<TestSession> copy = entered();
        copy.put(Scope.APPLICATION, "user", "bob");
        copy.put(Scope.APPLICATION, "picture", LARGE);

        refused(copy, "attribute picture", "maxAttributeBytes", "500", "Keep less in it");
        copy.leave();

        assertThat(readIn(a, "user")).isEqualTo("ann");
        assertThat(readIn(node, "user")).isEqualTo("ann");
        assertThat(readIn(node, "picture")).isEqualTo("null");
        assertThat(node.statistics().tooLarge()).isEqualTo(1);
    }

    @Test
    void what_the_container_keeps_counts_and_is_named_in_words() {
        stored("user", "ann");
        WorkingCopy<TestSession> copy = entered();
        copy.put(Scope.TOMCAT, "principal", LARGE);

        refused(copy, "a value of the container's own (principal)");
        copy.leave();
        assertThat(isStored(Scope.TOMCAT, "principal")).isFalse();
    }

    @Test
    void an_object_that_grew_in_place_is_refused_and_its_stored_value_comes_back() {
        stored("cart", new ArrayList<>(List.of("mug")));
        WorkingCopy<TestSession> copy = entered();
        cart(copy).add(LARGE);

        refused(copy, "attribute cart");
        copy.leave();
        assertThat(readIn(node, "cart")).isEqualTo("[mug]");
    }

    @SuppressWarnings("unchecked") // as the tests store it
    private static List<String> cart(WorkingCopy<TestSession> copy) {
        return (List<String>) Objects.requireNonNull(copy.get(Scope.APPLICATION, "cart"));
    }

    @Test
    void a_session_that_is_too_large_together_with_what_another_node_stored_is_refused() {
        stored("a", "x".repeat(450));
        WorkingCopy<TestSession> copy = entered();
        copy.put(Scope.APPLICATION, "b", "x".repeat(450));
        copy.commit();
        copy.put(Scope.APPLICATION, "c", "x".repeat(450));

        refused(copy, "maxSessionBytes", "1000", "attribute c");
        copy.leave();
        assertThat(isStored(Scope.APPLICATION, "b")).isTrue();
        assertThat(isStored(Scope.APPLICATION, "c")).isFalse();
        assertThat(node.statistics().tooLarge()).isEqualTo(1);
    }

    @Test
    void a_new_session_that_is_too_large_is_not_made() {
        WorkingCopy<TestSession> copy = node.create(KEY, 1800);
        copy.enter();
        for (String name : List.of("a", "b", "c")) {
            copy.put(Scope.APPLICATION, name, "x".repeat(450));
        }

        refused(copy, "maxSessionBytes");
        copy.leave();
        assertThat(space.record(KEY)).isNull();
    }

    @Test
    void above_the_limit_removing_and_shrinking_is_allowed() {
        WorkingCopy<TestSession> large = a.create(KEY, 1800);
        large.enter();
        for (String name : List.of("a", "b", "c", "d")) {
            large.put(Scope.APPLICATION, name, "x".repeat(450));
        }
        large.complete();
        large.leave();

        WorkingCopy<TestSession> copy = entered();
        copy.remove(Scope.APPLICATION, "a");
        copy.put(Scope.APPLICATION, "b", "small");
        copy.complete();
        copy.leave();
        assertThat(readIn(a, "b")).isEqualTo("small");
    }

    @Test
    void nobody_who_was_in_is_told_that_something_is_stored() {
        stored("user", "ann");
        WorkingCopy<TestSession> first = entered();
        WorkingCopy<TestSession> second = entered();
        second.put(Scope.APPLICATION, "user", "bob");
        first.put(Scope.APPLICATION, "picture", LARGE);

        refused(first, "attribute picture");
        first.leave();
        refused(second, "attribute picture");
        second.leave();

        assertThat(readIn(a, "user")).isEqualTo("ann");
        WorkingCopy<TestSession> later = entered();
        later.put(Scope.APPLICATION, "user", "cid");
        later.complete();
        later.leave();
        assertThat(readIn(a, "user")).isEqualTo("cid");
    }

    @Test
    void what_a_request_changes_after_it_was_refused_is_not_stored_when_it_leaves() {
        stored("user", "ann");
        WorkingCopy<TestSession> copy = entered();
        copy.put(Scope.APPLICATION, "picture", LARGE);
        refused(copy, "picture");
        copy.put(Scope.APPLICATION, "user", "bob");
        copy.leave();

        assertThat(readIn(a, "user")).isEqualTo("ann");
        assertThat(readIn(node, "user")).isEqualTo("ann");
    }

    @Test
    void outside_a_request_the_one_who_sets_it_is_told_and_the_next_is_not() {
        WorkingCopy<TestSession> copy = stored("user", "ann");
        WorkingCopy<TestSession> here = node.find(copy.id());

        assertThatThrownBy(() -> here.put(Scope.APPLICATION, "picture", LARGE)).isInstanceOf(LimitException.class);
        here.put(Scope.APPLICATION, "user", "bob");

        assertThat(readIn(a, "user")).isEqualTo("bob");
    }

    @Test
    void a_session_that_ended_does_not_say_what_was_too_large() {
        stored("user", "ann");
        WorkingCopy<TestSession> copy = entered();
        copy.put(Scope.APPLICATION, "picture", LARGE);
        refused(copy, "picture");
        Objects.requireNonNull(copy.end(dev.roam.Cause.INVALIDATED)).close();

        copy.commit();
        copy.leave();
    }

    @Test
    void a_node_makes_no_more_sessions_than_the_cluster_may_have_and_counts_those_of_others() {
        make(a, "of another node");
        List<String> keys = new ArrayList<>(List.of("of another node"));
        ApplicationSessions<TestSession> limited =
                node(new TestContainer(), 4, Map.of("maxClusterSessions", "1", "reapInterval", "50ms"));
        Await.until("it is counted", () -> {
            String key = "before the count " + keys.size();
            return !made(limited, key) || !keys.add(key);
        });

        assertThatThrownBy(() -> limited.create("one more", 60)).isInstanceOfSatisfying(LimitException.class, e -> {
            assertThat(e.option()).isEqualTo("maxClusterSessions");
            assertThat(e.getMessage()).contains("localhost/test", "maxClusterSessions allows 1");
        });
        assertThat(limited.statistics().refusedSessions()).isEqualTo(2);

        keys.forEach(this::end);
        Await.until("there is room", () -> made(limited, "the next one"));
        limited.close();
    }

    private void end(String key) {
        Objects.requireNonNull(a.find(key).end(dev.roam.Cause.INVALIDATED)).close();
    }

    private static void make(ApplicationSessions<TestSession> node, String key) {
        WorkingCopy<TestSession> copy = node.create(key, 1800);
        copy.enter();
        copy.complete();
        copy.leave();
    }

    private static boolean made(ApplicationSessions<TestSession> node, String key) {
        @Nullable WorkingCopy<TestSession> copy;
        try {
            copy = node.create(key, 1800);
        } catch (LimitException e) {
            return false;
        }
        copy.enter();
        copy.complete();
        copy.leave();
        return true;
    }
}
