package dev.roam.store.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.EntryView;
import com.hazelcast.map.IMap;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.SessionRecord;
import dev.roam.store.Store;
import dev.roam.store.StoreContract;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every test of the contract, on a member of two: about half of the random keys are owned by the other one. */
class HazelcastStoreTest extends StoreContract {
    private static final String APPLICATION = "localhost/shop##1";

    @SuppressWarnings("NullAway.Init")
    private static Members members;

    @SuppressWarnings("NullAway.Init")
    private static Store store;

    @BeforeAll
    static void start() {
        members = new Members(2, 1);
        store = members.get(0).open(APPLICATION);
    }

    @AfterAll
    static void stop() {
        store.close();
        members.close();
    }

    @Override
    protected Store store() {
        return store;
    }

    @Test
    void operations_take_the_way_that_can_be_waited_for_with_a_timeout() {
        assertThat(Invocations.to(members.get(0).instance(), "roam." + APPLICATION))
                .isInstanceOf(Invocations.Direct.class);
    }

    @Test
    void the_public_way_works_too() throws Exception {
        create(1800);
        Invocations<StoredRecord, StoredReply<Answer>> submitted =
                new Invocations.Submitted<>(members.get(0).instance(), "roam." + APPLICATION);
        OperationProcessor processor = new OperationProcessor(fetch(key, null, null));

        StoredReply<Answer> answer =
                submitted.decode(submitted.send(key, processor).get());

        assertThat(answer == null ? processor.localAnswer() : answer.answer()).isNotNull();
    }

    @Test
    void a_change_keeps_the_time_to_live_and_an_access_does_not_touch_it() {
        CommitId session = create(1800);
        long backstop = 2 * 1800 * 1000L + 3_600_000;
        assertThat(Objects.requireNonNull(records().getEntryView(key)).getTtl()).isEqualTo(backstop);

        held(run(commit(session, next(), Map.of("a", "1"))));
        held(run(fetch(key, session, null)));

        assertThat(Objects.requireNonNull(records().getEntryView(key)).getTtl()).isEqualTo(backstop);
    }

    /** Hazelcast counts in seconds of an {@code int}: what is longer is for ever, and no overflow makes it short. */
    @Test
    void a_session_that_does_not_time_out_has_no_time_to_live_and_the_longest_timeout_is_not_cut() {
        CommitId session = create(500);
        for (int timeout : new int[] {-1, 0, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            HeaderChange change = new HeaderChange(timeout, false, null);
            held(run(new Operation.Commit(session, next(), Map.of(), change, false, null)));

            EntryView<String, StoredRecord> entry =
                    Objects.requireNonNull(records().getEntryView(key));
            assertThat(entry.getTtl()).as("of timeout %s", timeout).isEqualTo(Long.MAX_VALUE);
            assertThat(entry.getExpirationTime()).isEqualTo(Long.MAX_VALUE);
            assertThat(held(run(fetch(key, session, null)))).isNotNull();
        }
    }

    @Test
    void the_backup_has_what_the_owner_has() {
        CommitId session = create(1800);
        held(run(commit(session, next(), Map.of("a", "1", "b", "2"))));
        held(run(commit(session, next(), Map.of("a", "3"))));

        SessionRecord owner = Replicas.of(members.get(0).instance(), "roam." + APPLICATION, key);
        SessionRecord other = Replicas.of(members.get(1).instance(), "roam." + APPLICATION, key);

        assertThat(owner.sameContents(other)).isTrue();
    }

    private static IMap<String, StoredRecord> records() {
        return members.get(0).instance().getMap("roam." + APPLICATION);
    }
}
