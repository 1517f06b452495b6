package dev.roam.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.OperationKind;
import dev.roam.Scope;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import dev.roam.record.Writer;
import dev.roam.session.TestContainer.TestSession;
import dev.roam.store.memory.Faults;
import dev.roam.user.Login;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import dev.roam.user.UserTimes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which sessions are in their user's record, on two nodes. */
@Timeout(60)
class UserSessionsTest extends TwoNodes {
    static final Identity ANN = new Identity("ann", Set.of("user"), "FORM");
    static final Identity BOB = new Identity("bob", Set.of("user"), "FORM");

    private Map<String, Login> logins(String user) {
        UserRecord record = space.users().record(user);
        return record == null ? Map.of() : record.logins();
    }

    private long userOperations() {
        return a.statistics().operation(OperationKind.USER).count()
                + b.statistics().operation(OperationKind.USER).count();
    }

    private static void set(ApplicationSessions<TestSession> node, @Nullable Identity user) {
        WorkingCopy<TestSession> copy = node.find(KEY);
        copy.enter();
        assertThat(copy.open(copy.id())).isTrue();
        copy.identity(user);
        copy.complete();
        copy.leave();
    }

    @Test
    void a_session_without_a_login_costs_nothing() {
        WorkingCopy<TestSession> copy = stored("n", "1");
        Objects.requireNonNull(copy.end(Cause.INVALIDATED)).close();

        assertThat(userOperations()).isZero();
    }

    @Test
    void a_login_and_the_end_of_its_session_cost_one_operation_each() {
        stored("n", "1");

        set(a, ANN);
        assertThat(logins("ann")).containsOnlyKeys(KEY);
        assertThat(userOperations()).isEqualTo(1);
        set(a, new Identity("ann", Set.of("user", "admin"), "FORM"));
        assertThat(userOperations()).as("the same user").isEqualTo(1);

        Objects.requireNonNull(a.find(KEY).end(Cause.INVALIDATED)).close();
        assertThat(logins("ann")).isEmpty();
        assertThat(userOperations()).isEqualTo(2);
    }

    @Test
    void a_session_that_is_made_with_a_user_is_entered_before_it_is_stored() {
        WorkingCopy<TestSession> copy = a.create(KEY, 1800);
        copy.enter();
        copy.identity(ANN);
        boolean[] entered = new boolean[1];
        faults = (key, operation, delivery) -> {
            if (operation instanceof Operation.Create) {
                entered[0] = logins("ann").containsKey(KEY);
            }
            return delivery.get();
        };
        copy.complete();
        copy.leave();

        assertThat(entered[0]).isTrue();
    }

    @Test
    void a_session_of_another_user_is_taken_out_of_the_formers_record_whichever_node_it_logged_in_on() {
        stored("n", "1");
        set(a, ANN);

        set(b, BOB);
        assertThat(logins("ann")).isEmpty();
        assertThat(logins("bob")).containsOnlyKeys(KEY);

        set(a, null);
        assertThat(logins("bob")).isEmpty();
    }

    @Test
    void a_session_that_ends_on_another_node_is_taken_out() {
        stored("n", "1");
        set(a, ANN);
        b.find(KEY).open(KEY);

        Objects.requireNonNull(b.find(KEY).end(Cause.INVALIDATED)).close();

        assertThat(logins("ann")).isEmpty();
    }

    @Test
    void a_session_that_times_out_is_taken_out_by_the_reaper() {
        WorkingCopy<TestSession> copy = a.create(KEY, 60);
        copy.enter();
        copy.identity(ANN);
        copy.complete();
        copy.leave();
        assertThat(logins("ann")).containsOnlyKeys(KEY);

        ahead.addAndGet(TimeUnit.MINUTES.toMillis(5));

        Await.until("it is out", () -> logins("ann").isEmpty());
    }

    @Test
    void while_users_cannot_be_reached_a_login_fails_as_a_commit_does_and_is_stored_afterwards() {
        stored("n", "1");
        faults = unreachableUsers();
        WorkingCopy<TestSession> copy = a.find(KEY);
        copy.enter();
        copy.open(KEY);
        copy.put(Scope.APPLICATION, "n", "2");
        copy.identity(ANN);
        assertThatThrownBy(copy::complete).isInstanceOf(StoreException.class);
        assertThat(Objects.requireNonNull(space.record(KEY)).user()).isNull();

        faults = Faults.NONE;
        copy.complete();
        copy.leave();

        assertThat(Objects.requireNonNull(space.record(KEY)).user()).isEqualTo("ann");
        assertThat(logins("ann")).containsOnlyKeys(KEY);
        assertThat(readIn(b, "n")).isEqualTo("2");
    }

    private static Faults unreachableUsers() {
        return new Faults() {
            @Override
            public Answer deliver(String key, Operation operation, Supplier<Answer> delivery) {
                return delivery.get();
            }

            @Override
            public UserAnswer deliverUser(String user, UserOperation operation, Supplier<UserAnswer> delivery) {
                throw new StoreException("unreachable, says the test");
            }
        };
    }

    @Test
    void a_login_that_another_nodes_logout_overtakes_is_entered_again() {
        stored("n", "1");
        set(a, ANN);
        b.find(KEY).open(KEY);
        set(a, null);
        // B still takes nobody for the user; its login is entered, and A's login and logout come before its commit.
        faults = new Faults() {
            private boolean done;

            @Override
            public Answer deliver(String key, Operation operation, Supplier<Answer> delivery) {
                if (!done
                        && operation instanceof Operation.Commit commit
                        && commit.header().setsIdentity()) {
                    done = true;
                    set(a, ANN);
                    set(a, null);
                    assertThat(logins("ann")).isEmpty();
                }
                return delivery.get();
            }
        };

        set(b, ANN);

        assertThat(Objects.requireNonNull(space.record(KEY)).user()).isEqualTo("ann");
        assertThat(logins("ann")).containsOnlyKeys(KEY);
    }

    @Test
    void a_login_that_the_refusal_of_its_session_left_is_taken_out() {
        stored("n", "1");
        WorkingCopy<TestSession> copy = a.find(KEY);
        copy.enter();
        copy.open(KEY);
        copy.identity(ANN);
        losesAnnouncements = true;
        Objects.requireNonNull(b.find(KEY).end(Cause.INVALIDATED)).close();

        copy.complete();
        copy.leave();

        assertThat(copy.isGone()).isTrue();
        assertThat(logins("ann")).isEmpty();
    }

    @Test
    void logins_that_no_session_bears_out_are_pruned_and_missing_sessions_are_entered() {
        stored("n", "1");
        set(a, ANN);
        CommitId stale = new CommitId(new Writer(9, 9), 1);
        Map<String, Login> logins = new HashMap<>();
        logins.put("dead", new Login(stale, 1, false));
        space.users().set("ann", new UserRecord(logins, Map.of(), System.currentTimeMillis()));
        a.close(); // and leaves its partitions to the other one
        b.close();

        ApplicationSessions<TestSession> healing =
                node(new TestContainer(), 3, Map.of("reapInterval", "100ms"), new UserTimes(500, 300));

        Await.until("it is as the sessions are", () -> logins("ann").keySet().equals(Set.of(KEY)));
        healing.close();
    }

    @Test
    void a_login_whose_session_is_about_to_be_stored_is_not_pruned() {
        a.close();
        b.close();
        space.users().execute("ann", new UserOperation.Enter(KEY, new CommitId(new Writer(9, 9), 1), 0, false, false));
        long entered = System.currentTimeMillis();

        ApplicationSessions<TestSession> healing =
                node(new TestContainer(), 3, Map.of("reapInterval", "100ms"), new UserTimes(60_000, 50));
        Await.until(
                "it was checked",
                () -> Objects.requireNonNull(space.users().record("ann")).checked() > entered + 100);

        assertThat(logins("ann")).containsOnlyKeys(KEY);
        healing.close();
    }
}
