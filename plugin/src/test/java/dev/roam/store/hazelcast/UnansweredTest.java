package dev.roam.store.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.StoreException;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.Header;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.record.State;
import dev.roam.record.Version;
import dev.roam.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner applies an operation, and dies before anybody hears of it; or its backup is not told. */
class UnansweredTest extends TwoMembers {
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void letGo() {
        release.countDown();
        threads.shutdownNow();
    }

    /** One operation under way: the record before it, and as the owner made it. */
    private record UnderWay(String key, Operation operation, @Nullable SessionRecord before, Future<Answer> answer) {
        long counterAfter() {
            return before == null ? 1 : before.version().counter() + 1;
        }
    }

    /** Whether the backup's message got through makes no difference: what the new owner does not have, the repeat applies. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_an_owner_applied_before_it_died_unheard_counts_once(boolean backedUp) throws Exception {
        HazelcastInstance owner = members.get(1).instance();
        HazelcastInstance backup = members.get(0).instance();
        Map<String, Operation> operations = operations();
        Map<String, @Nullable SessionRecord> before = new LinkedHashMap<>();
        operations.keySet().forEach(key -> before.put(key, Replicas.find(owner, MAP, key)));
        Deafness.of(backup, MAP, keyOwnedBy(1), release);

        List<UnderWay> all = new ArrayList<>();
        operations.forEach((key, operation) -> all.add(new UnderWay(
                key, operation, before.get(key), threads.submit(() -> store.execute(key, operation, TIMEOUT)))));
        Map<String, Version> applied = new LinkedHashMap<>();
        for (UnderWay one : all) {
            Await.until("owner and backup have it", () -> has(owner, one) && has(backup, one));
            applied.put(one.key(), Replicas.of(owner, MAP, one.key()).version());
            assertThat(one.answer().isDone()).as("heard").isFalse();
        }
        if (!backedUp) {
            all.forEach(one -> forget(backup, one));
        }
        members.kill(1);

        for (UnderWay one : all) {
            Answer.Held answer = held(one.answer().get(20, TimeUnit.SECONDS));
            SessionRecord record = Replicas.of(backup, MAP, one.key());
            assertThat(record.version().counter()).as("%s", one).isEqualTo(one.counterAfter());
            assertThat(answer.own())
                    .as("%s", one)
                    .isEqualTo(applied.get(one.key()))
                    .isEqualTo(record.version());
            check(one.operation(), record);
        }
    }

    /** A create, a commit, a rename and a claim, each of a session that the second member owns. */
    private Map<String, Operation> operations() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        String free = keyOwnedBy(1);
        operations.put(free, new Operation.Create(next(), new Header(free, 42, 1800, null), Map.of(), 60_000));
        String changed = keyOwnedBy(1);
        operations.put(changed, commit(create(changed), "a", "1"));
        String renamed = keyOwnedBy(1);
        operations.put(renamed, new Operation.Rename(create(renamed), next(), renamed, "fresh~" + renamed, null));
        String ended = keyOwnedBy(1);
        operations.put(ended, new Operation.Claim(create(ended), next(), Cause.INVALIDATED, 60_000, null));
        return operations;
    }

    private CommitId next() {
        return new CommitId(writer, number.incrementAndGet());
    }

    private static boolean has(HazelcastInstance member, UnderWay one) {
        SessionRecord record = Replicas.find(member, MAP, one.key());
        return record != null && record.version().counter() == one.counterAfter();
    }

    private static void forget(HazelcastInstance backup, UnderWay one) {
        SessionRecord before = one.before();
        if (before == null) {
            Replicas.remove(backup, MAP, one.key());
        } else {
            Replicas.overwrite(backup, MAP, one.key(), before);
        }
    }

    private static void check(Operation operation, SessionRecord record) {
        if (operation instanceof Operation.Create create) {
            assertThat(record.incarnation()).isEqualTo(create.id());
        } else if (operation instanceof Operation.Commit) {
            assertThat(record.attributes()).hasSize(1);
        } else if (operation instanceof Operation.Rename rename) {
            assertThat(record.header().id()).isEqualTo(rename.to());
        } else if (operation instanceof Operation.Claim claim) {
            assertThat(record.state()).isInstanceOfSatisfying(State.Ending.class, ending -> assertThat(ending.by())
                    .isEqualTo(claim.id()));
        }
    }

    /** Longer than Hazelcast itself waits for a backup, after which by its defaults it would let the change succeed. */
    @Test
    void a_change_whose_backup_does_not_hear_of_it_is_not_acknowledged_however_long_that_lasts() throws Exception {
        String key = keyOwnedBy(1);
        CommitId session = create(key);
        HazelcastInstance backup = members.get(0).instance();
        Store fromOwner = members.get(1).open(APPLICATION);
        Hang.on(backup, MAP, keyOnThreadOf(key), release);

        Operation change = commit(session, "a", "1");
        assertThatThrownBy(() -> fromOwner.execute(key, change, TimeUnit.SECONDS.toNanos(6)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("had no answer");
        assertThat(Replicas.of(members.get(1).instance(), MAP, key).attributes())
                .as("the owner has it")
                .hasSize(1);
        assertThat(Replicas.of(backup, MAP, key).attributes())
                .as("the backup has it")
                .isEmpty();

        release.countDown();
        Answer.Held answer = held(fromOwner.execute(key, change.repeated(), TIMEOUT));
        SessionRecord owners = Replicas.of(members.get(1).instance(), MAP, key);
        assertThat(answer.own()).isEqualTo(owners.version());
        assertThat(Replicas.of(backup, MAP, key).sameContents(owners)).isTrue();
    }

    /** A key that the first member owns, in a partition that the same thread serves there. */
    private String keyOnThreadOf(String key) {
        HazelcastInstance member = members.get(0).instance();
        int thread = Replicas.partitionThread(member, MAP, key);
        String found = keyOwnedBy(0);
        while (Replicas.partitionThread(member, MAP, found) != thread) {
            found = keyOwnedBy(0);
        }
        return found;
    }
}
