package dev.roam.store.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.roam.record.CommitId;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a member brings along when its part of a divided cluster merges into another part, which knows no more than the past. */
@Timeout(60)
class PartRecordsTest extends TwoMembers {
    private HazelcastInstance member(int index) {
        return members.get(index).instance();
    }

    /** A record of which the second member knows a change, and the cluster from then on only what was before. */
    private PartRecords changedBefore(String key) {
        CommitId session = create(key);
        IMap<String, StoredRecord> records = member(0).getMap(MAP);
        StoredRecord past = Objects.requireNonNull(records.get(key));
        held(store.execute(key, commit(session, "a", "changed"), TIMEOUT));
        PartRecords known = PartRecords.of(member(1));
        records.set(key, past);
        assertThat(Replicas.of(member(1), MAP, key).sameContents(past.record())).isTrue();
        return known;
    }

    @Test
    void the_later_change_is_there_again_on_owner_and_backup() {
        String key = keyOwnedBy(1);

        changedBefore(key).mergeInto(member(1));

        assertThat(value(key)).isEqualTo("changed");
        assertThat(Replicas.of(member(0), MAP, key).sameContents(Replicas.of(member(1), MAP, key)))
                .isTrue();
    }

    @Test
    void a_session_that_the_other_part_never_knew_comes_along() {
        String key = keyOwnedBy(1);
        PartRecords known = changedBefore(key);
        member(0).getMap(MAP).delete(key);

        known.mergeInto(member(1));

        assertThat(value(key)).isEqualTo("changed");
    }

    @Test
    void a_merge_whose_answer_or_backup_is_not_heard_of_is_sent_again_until_it_is() throws Exception {
        String key = keyOwnedBy(1);
        String others = keyOwnedBy(0);
        PartRecords known = changedBefore(key);
        CountDownLatch release = new CountDownLatch(1);
        Deafness.of(member(1), MAP, others, release);

        CountDownLatch gaveUp = new CountDownLatch(1);
        Logger log = Logger.getLogger(PartRecords.class.getName());
        Handler counting = new Counting(gaveUp);
        log.setLevel(Level.FINE);
        log.addHandler(counting);
        try {
            Thread merging = new Thread(() -> known.mergeInto(member(1)));
            merging.start();
            assertThat(gaveUp.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(merging.isAlive()).isTrue();
            release.countDown();

            merging.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(merging.isAlive()).isFalse();
        } finally {
            log.removeHandler(counting);
            log.setLevel(null);
        }
        assertThat(value(key)).isEqualTo("changed");
        assertThat(Replicas.of(member(0), MAP, key).sameContents(Replicas.of(member(1), MAP, key)))
                .isTrue();
    }

    /** Hears of attempts that failed. */
    private static final class Counting extends Handler {
        private final CountDownLatch failures;

        Counting(CountDownLatch failures) {
            this.failures = failures;
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            failures.countDown();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
