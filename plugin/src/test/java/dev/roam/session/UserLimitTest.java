package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.WorkingCopy;
import dev.roam.record.CommitId;
import dev.roam.record.Writer;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.user.Login;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code maxSessionsPerUser} on two nodes, by both policies. */
@Timeout(60)
class UserLimitTest extends TwoNodes {
    private static final Identity ANN = new Identity("ann", Set.of("user"), "FORM");

    private final TestContainer containerC = new TestContainer();
    private final TestContainer containerD = new TestContainer();
    private final List<ApplicationSessions<TestSession>> opened = new ArrayList<>();

    private ApplicationSessions<TestSession> limited(TestContainer container, long seed, int limit, String policy) {
        ApplicationSessions<TestSession> sessions = node(
                container,
                seed,
                Map.of(
                        "maxSessionsPerUser",
                        Integer.toString(limit),
                        "userLimitPolicy",
                        policy,
                        "reapInterval",
                        "200ms"));
        opened.add(sessions);
        return sessions;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(ApplicationSessions::close);
    }

    /** A request that logs ann in; throws what the application sees. */
    private static WorkingCopy<TestSession> login(ApplicationSessions<TestSession> node, String id) {
        WorkingCopy<TestSession> copy = node.create(id, 1800);
        copy.enter();
        try {
            copy.identity(ANN);
        } finally {
            copy.complete();
            copy.leave();
        }
        return copy;
    }

    private boolean isAnns(String id) {
        return "ann".equals(Objects.requireNonNull(space.record(id)).user());
    }

    @Test
    void a_login_above_the_limit_is_refused_on_whichever_node_and_the_session_goes_on_without_a_user() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 2, "refuse");
        ApplicationSessions<TestSession> d = limited(containerD, 4, 2, "refuse");
        login(c, "one");
        login(d, "two");

        assertThatThrownBy(() -> login(c, "three"))
                .isInstanceOfSatisfying(LimitException.class, refused -> assertThat(refused.option())
                        .isEqualTo("maxSessionsPerUser"))
                .hasMessageContaining("ann")
                .hasMessageContaining("2 sessions")
                .hasMessageContaining("userLimitPolicy");

        assertThat(space.record("three")).isNotNull();
        assertThat(isAnns("three")).isFalse();
        assertThat(c.statistics().loginsRefused()).isEqualTo(1);
    }

    @Test
    void a_refused_login_succeeds_as_soon_as_another_session_has_ended_or_logged_out() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 1, "refuse");
        ApplicationSessions<TestSession> d = limited(containerD, 4, 1, "refuse");
        WorkingCopy<TestSession> one = login(c, "one");
        assertThatThrownBy(() -> login(d, "two")).isInstanceOf(LimitException.class);

        one.identity(null);
        WorkingCopy<TestSession> three = login(d, "three");
        assertThatThrownBy(() -> login(c, "four")).isInstanceOf(LimitException.class);
        Objects.requireNonNull(three.end(Cause.INVALIDATED)).close();

        login(c, "five");
        assertThat(isAnns("five")).isTrue();
    }

    @Test
    void the_same_session_may_log_in_again_and_another_one_counts_its_user_once() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 1, "refuse");
        WorkingCopy<TestSession> one = login(c, "one");
        one.identity(new Identity("ann", Set.of("admin"), "BASIC"));
        one.identity(new Identity("bob", Set.of(), "BASIC"));
        one.identity(ANN);

        assertThat(isAnns("one")).isTrue();
        assertThatThrownBy(() -> login(c, "two")).isInstanceOf(LimitException.class);
    }

    @Test
    void logins_that_no_session_bears_out_are_found_and_refuse_nobody() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 1, "refuse");
        CommitId stale = new CommitId(new Writer(9, 9), 1);
        space.users()
                .set(
                        "ann",
                        new UserRecord(
                                Map.of("dead", new Login(stale, 1, false)), Map.of(), System.currentTimeMillis()));

        login(c, "one");

        assertThat(Objects.requireNonNull(space.users().record("ann")).logins()).containsOnlyKeys("one");
    }

    @Test
    void a_login_that_is_not_stored_yet_counts_while_it_is_young() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 1, "refuse");
        space.users()
                .execute(
                        "ann",
                        new UserOperation.Enter("elsewhere", new CommitId(new Writer(9, 9), 1), 1, false, false));

        assertThatThrownBy(() -> login(c, "one")).isInstanceOf(LimitException.class);
        ahead.addAndGet(61_000);

        login(c, "two");
        assertThat(isAnns("two")).isTrue();
    }

    @Test
    void the_oldest_session_has_ended_with_its_events_before_the_commit_of_the_login_returns() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 2, "end-oldest");
        ApplicationSessions<TestSession> d = limited(containerD, 4, 2, "end-oldest");
        WorkingCopy<TestSession> one = login(c, "one");
        login(c, "two");

        login(d, "three");

        assertThat(containerD.told).containsExactly("end USER_LIMIT");
        assertThat(containerC.told).containsExactly("gone USER_LIMIT");
        assertThat(one.isGone()).isTrue();
        assertThat(Objects.requireNonNull(space.users().record("ann")).logins()).containsOnlyKeys("two", "three");
        assertThat(d.statistics().endedForUserLimit()).isEqualTo(1);
    }

    @Test
    void a_session_whose_login_is_leaving_is_ended_by_a_reaper_if_the_node_that_should_has_died() {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 1, "end-oldest");
        login(c, "one");

        space.users().execute("ann", new UserOperation.Enter("two", new CommitId(new Writer(9, 9), 1), 1, true, false));

        Await.until(
                "it is ended",
                () -> containerA.told.size() + containerB.told.size() + containerC.told.size() > 0
                        && !Objects.requireNonNull(space.users().record("ann"))
                                .logins()
                                .containsKey("one"));
        assertThat(List.of(containerA.told, containerB.told, containerC.told))
                .anySatisfy(told -> assertThat(told).contains("end USER_LIMIT"));
    }

    @Test
    void of_two_logins_at_the_same_moment_on_two_nodes_exactly_one_is_refused() throws Exception {
        ApplicationSessions<TestSession> c = limited(containerC, 3, 1, "refuse");
        ApplicationSessions<TestSession> d = limited(containerD, 4, 1, "refuse");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 50; round++) {
                String id = "round" + round;
                Future<WorkingCopy<TestSession>> one = threads.submit(() -> login(c, id + "c"));
                Future<WorkingCopy<TestSession>> two = threads.submit(() -> login(d, id + "d"));
                List<WorkingCopy<TestSession>> in = new ArrayList<>();
                for (Future<WorkingCopy<TestSession>> login : List.of(one, two)) {
                    try {
                        in.add(login.get());
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(LimitException.class);
                    }
                }
                assertThat(in).as("round %s", round).hasSize(1);
                Objects.requireNonNull(in.get(0).end(Cause.INVALIDATED)).close();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
