package dev.roam.record;

import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.key;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static dev.roam.record.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Versions are identities, and a record tells what came after one of its own. */
class LineageTest {
    private static final long NOW = 1_000_000;

    @Test
    void histories_of_one_length_have_different_versions() {
        Lineage start = Lineage.EMPTY.next(id(ONE, 1), 0);

        assertThat(start.next(id(ONE, 2), 0).version().counter())
                .isEqualTo(start.next(id(TWO, 2), 0).version().counter());
        assertThat(start.next(id(ONE, 2), 0).version())
                .isNotEqualTo(start.next(id(TWO, 2), 0).version());
    }

    @Test
    void a_last_commit_in_common_does_not_make_two_histories_the_same() {
        Lineage start = Lineage.EMPTY.next(id(ONE, 1), 0);

        Version one = start.next(id(ONE, 2), 0).next(id(TWO, 5), 0).version();
        Version other = start.next(id(ONE, 3), 0).next(id(TWO, 5), 0).version();

        assertThat(one).isNotEqualTo(other);
        assertThat(start.next(id(ONE, 2), 0).next(id(TWO, 5), 0).contains(other))
                .isFalse();
    }

    @Test
    void a_change_that_gave_way_makes_another_version_than_the_same_change_did_before_a_failover() {
        SessionRecord base = applied(set(id(TWO, 1), "b", "other"), session(NOW), NOW);
        Operation.Commit full = set(id(ONE, 2), "b", "mine");
        Operation.Commit yields =
                new Operation.Commit(full.incarnation(), full.id(), full.changes(), full.header(), true, full.known());

        assertThat(text(applied(full, base, NOW), "b")).isEqualTo("mine");
        assertThat(text(applied(yields, base, NOW), "b")).isEqualTo("other");
        assertThat(applied(yields, base, NOW).version())
                .isNotEqualTo(applied(full, base, NOW).version());
    }

    @Test
    void a_lineage_knows_its_latest_versions_and_no_older_or_later_ones() {
        Lineage lineage = Lineage.EMPTY;
        Version[] versions = new Version[Lineage.LENGTH + 2];
        for (int i = 0; i < versions.length; i++) {
            lineage = lineage.next(id(ONE, i + 1L), 0);
            versions[i] = lineage.version();
        }

        assertThat(lineage.contains(versions[2])).isTrue();
        assertThat(lineage.contains(versions[1])).isFalse();
        assertThat(lineage.contains(lineage.next(id(ONE, 99), 0).version())).isFalse();
        assertThat(lineage.contains(new Version(Long.MIN_VALUE, 0))).isFalse();
    }

    @Test
    void a_lineage_of_impossible_length_is_refused() {
        assertThatThrownBy(() -> Lineage.of(1, new long[0])).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> Lineage.of(1, new long[Lineage.LENGTH + 1])).isInstanceOf(WireException.class);
    }

    @Test
    void a_version_too_old_to_be_placed_gets_the_whole_record() {
        SessionRecord record = session(NOW);
        Version old = record.version();
        for (int i = 0; i < Lineage.LENGTH; i++) {
            record = applied(set(id(TWO, i + 1L), "b", "v" + i), record, NOW);
        }

        assertThat(record.since(old).whole()).isTrue();
        assertThat(record.since(old).attributes()).containsOnlyKeys(key("a"), key("b"));
    }

    @Test
    void a_version_older_than_a_forgotten_removal_gets_the_whole_record() {
        SessionRecord record = session(NOW);
        for (int i = 0; i <= SessionRecord.MAX_REMOVED; i++) {
            record = applied(set(id(TWO, 2L * i + 1), "gone" + i, "x"), record, NOW);
            record = applied(set(id(TWO, 2L * i + 2), "gone" + i, null), record, NOW);
        }
        Version before = record.version();
        SessionRecord after = applied(set(id(TWO, 1_000), "a", "2"), record, NOW);

        assertThat(after.attributes()).hasSizeLessThanOrEqualTo(SessionRecord.MAX_REMOVED + 1);
        assertThat(after.forgotten()).isPositive();
        assertThat(after.since(before).whole()).isFalse();
        assertThat(after.since(new Version(after.forgotten() - 1, 0)).whole()).isTrue();
        assertThat(text(after, "a")).isEqualTo("2");
    }
}
