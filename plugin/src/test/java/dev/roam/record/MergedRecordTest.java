package dev.roam.record;

import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.claim;
import static dev.roam.record.Records.creation;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.key;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static dev.roam.record.Records.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Cause;
import dev.roam.Identity;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a record of which two parts of a divided cluster made different things. */
class MergedRecordTest {
    private static final long NOW = 1_000_000;
    private static final int HISTORIES = 20_000;

    private final SessionRecord before = applied(set(id(ONE, 2), "b", "2"), session(NOW), NOW);

    // -------------------------------------------------------------- attributes

    @Test
    void changes_of_different_attributes_in_two_parts_both_stand() {
        SessionRecord merged = merged(with(before, ONE, "c", "one"), with(before, TWO, "d", "two"));

        assertThat(text(merged, "a")).isEqualTo("1");
        assertThat(text(merged, "b")).isEqualTo("2");
        assertThat(text(merged, "c")).isEqualTo("one");
        assertThat(text(merged, "d")).isEqualTo("two");
    }

    @Test
    void of_two_changes_of_one_attribute_the_higher_version_stands() {
        SessionRecord late = with(with(before, ONE, "x", "x"), ONE, "a", "late");
        SessionRecord early = with(before, TWO, "a", "early");

        assertThat(text(merged(late, early), "a")).isEqualTo("late");
    }

    @Test
    void of_two_changes_of_equal_version_that_of_the_longer_history_stands() {
        SessionRecord longer = with(with(before, ONE, "a", "longer"), ONE, "x", "x");
        SessionRecord shorter = with(before, TWO, "a", "shorter");

        assertThat(text(merged(longer, shorter), "a")).isEqualTo("longer");
    }

    @Test
    void a_removal_stands_against_an_older_value_and_falls_to_a_newer_one() {
        SessionRecord removed = with(before, ONE, "a", null);
        SessionRecord untouched = with(before, TWO, "x", "x");
        SessionRecord rewritten = with(with(before, TWO, "x", "x"), TWO, "a", "again");

        assertThat(text(merged(removed, untouched), "a")).isNull();
        assertThat(text(merged(removed, rewritten), "a")).isEqualTo("again");
    }

    // ------------------------------------------------------------------ header

    @Test
    void the_header_is_that_which_changed_last() {
        SessionRecord renamed = applied(new Operation.Rename(id(ONE, 1), id(ONE, 3), "id", "fresh", null), before, NOW);
        SessionRecord longer = with(with(before, TWO, "x", "x"), TWO, "y", "y");

        assertThat(merged(renamed, longer).header().id()).isEqualTo("fresh");
    }

    @Test
    void the_later_of_both_times_stands() {
        SessionRecord one = with(before.seen(NOW + 5, NOW + 3, false), ONE, "x", "x");
        SessionRecord other = with(before.seen(NOW + 4, NOW + 7, false), TWO, "y", "y");

        assertThat(merged(one, other).accessed()).isEqualTo(NOW + 5);
        assertThat(merged(one, other).touched()).isEqualTo(NOW + 7);
    }

    // --------------------------------------------------------------------- end

    @Test
    void an_ending_wins_over_any_number_of_changes() {
        SessionRecord ending = applied(claim(id(ONE, 3), Cause.INVALIDATED), before, NOW);
        SessionRecord changed = with(with(with(before, TWO, "x", "x"), TWO, "y", "y"), TWO, "a", "z");

        SessionRecord merged = merged(ending, changed);

        assertThat(merged.state()).isEqualTo(ending.state());
        assertThat(text(merged, "a")).as("for those who listen").isEqualTo("z");
    }

    @Test
    void a_session_that_has_ended_in_one_part_has_ended() {
        SessionRecord ended = ended(before, ONE, 3);
        SessionRecord changed = with(with(with(before, TWO, "x", "x"), TWO, "y", "y"), TWO, "a", "z");

        assertThat(merged(ended, changed)).isSameAs(ended);
        assertThat(merged(ended, applied(claim(id(TWO, 9), Cause.INVALIDATED), before, NOW)))
                .isSameAs(ended);
    }

    @Test
    void a_claim_that_one_part_knows_to_run_longer_runs_that_long() {
        SessionRecord claimed = applied(claim(id(ONE, 3), Cause.INVALIDATED), before, NOW);
        SessionRecord prolonged = applied(claim(id(ONE, 3), Cause.INVALIDATED), claimed, NOW + 500);

        assertThat(merged(claimed, prolonged).state()).isEqualTo(prolonged.state());
    }

    // ------------------------------------------------------------ two sessions

    @Test
    void of_two_sessions_under_one_key_the_one_created_later_stays() {
        SessionRecord later = created(TWO, 43);

        assertThat(merged(before, later)).isSameAs(later);
    }

    @Test
    void what_is_left_of_a_session_gives_way_to_another_one_in_use_whichever_was_created_first() {
        assertThat(merged(before, ended(created(TWO, 43), TWO, 2))).isSameAs(before);
        assertThat(merged(before, ended(created(TWO, 41), TWO, 2))).isSameAs(before);
    }

    @Test
    void of_two_sessions_created_in_one_millisecond_every_part_keeps_the_same() {
        assertThat(merged(before, created(TWO, 42))).isNotNull();
    }

    // --------------------------------------------------------------- in general

    @Test
    void whatever_two_parts_did_it_does_not_matter_which_merges_into_which_nor_how_often() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            SessionRecord common = history(session(NOW), random, ONE, random.nextInt(4));
            SessionRecord one = history(common, random, ONE, random.nextInt(5));
            SessionRecord other = random.nextInt(20) == 0
                    ? history(created(TWO, 41 + random.nextInt(3)), random, TWO, random.nextInt(3))
                    : history(common, random, TWO, random.nextInt(5));

            SessionRecord merged = merged(one, other);

            String what = "seed " + seed + ": " + one + " and " + other;
            assertThat(same(one.merged(one), one)).as(what).isTrue();
            assertThat(rank(merged)).as(what).isEqualTo(rankOf(one, other));
            for (SessionRecord again : new SessionRecord[] {merged.merged(one), merged.merged(other)}) {
                assertThat(again.attributes()).as(what).isEqualTo(merged.attributes());
                assertThat(again.header()).as(what).isEqualTo(merged.header());
                assertThat(rank(again)).as(what).isEqualTo(rank(merged));
            }
            checkAttributes(merged, one, other, what);
        }
    }

    private static void checkAttributes(SessionRecord merged, SessionRecord one, SessionRecord other, String what) {
        if (!one.incarnation().equals(other.incarnation()) || merged.state() instanceof State.Ended) {
            return;
        }
        for (String name : new String[] {"a", "b", "c"}) {
            long counter = Math.max(counter(one, name), counter(other, name));
            assertThat(counter(merged, name)).as(what + ", " + name).isEqualTo(counter);
        }
        if (!one.lineage().equals(other.lineage())) {
            assertThat(merged.since(one.version()).whole()).as(what).isTrue();
            assertThat(merged.since(other.version()).whole()).as(what).isTrue();
        }
    }

    // ----------------------------------------------------------------- helpers

    /** Merges in both directions, which has to come to the same. */
    private static SessionRecord merged(SessionRecord one, SessionRecord other) {
        SessionRecord merged = one.merged(other);
        assertThat(same(merged, other.merged(one)))
                .as("merged into the first %s, into the second %s", merged, other.merged(one))
                .isTrue();
        return merged;
    }

    private static boolean same(SessionRecord one, SessionRecord other) {
        return one.sameContents(other)
                && one.accessed() == other.accessed()
                && one.touched() == other.touched()
                && one.headerCounter() == other.headerCounter()
                && one.forgotten() == other.forgotten();
    }

    private static int rank(SessionRecord record) {
        return record.state() instanceof State.Ended ? 2 : record.state() instanceof State.Ending ? 1 : 0;
    }

    private static int rankOf(SessionRecord one, SessionRecord other) {
        if (one.incarnation().equals(other.incarnation())) {
            return Math.max(rank(one), rank(other));
        }
        if (rank(one) == 2 || rank(other) == 2) {
            return Math.min(rank(one), rank(other));
        }
        return rank(one.merged(other)); // which of both stays is another test's
    }

    private static long counter(SessionRecord record, String name) {
        AttributeValue value = record.attributes().get(key(name));
        return value == null ? 0 : value.version().counter();
    }

    private static SessionRecord created(Writer writer, long at) {
        Header header = new Header("id", at, 60, null);
        return applied(new Operation.Create(id(writer, 1), header, Map.of(), Records.TOUCH_CAP), null, NOW);
    }

    private static SessionRecord with(SessionRecord record, Writer writer, String name, @Nullable String text) {
        return applied(commit(record, writer, name, text, HeaderChange.NONE), record, NOW);
    }

    private static Operation.Commit commit(
            SessionRecord record, Writer writer, String name, @Nullable String text, HeaderChange header) {
        return new Operation.Commit(
                record.incarnation(),
                next(record, writer),
                Records.changes(name, text, Version.NONE),
                header,
                false,
                null);
    }

    private static CommitId next(SessionRecord record, Writer writer) {
        return id(writer, 100 + record.version().counter());
    }

    private static SessionRecord ended(SessionRecord record, Writer writer, long number) {
        SessionRecord claimed = applied(claim(id(writer, number), Cause.INVALIDATED), record, NOW);
        return applied(new Operation.Drop(record.incarnation(), id(writer, number)), claimed, NOW);
    }

    private static SessionRecord history(SessionRecord start, Random random, Writer writer, int length) {
        SessionRecord record = start;
        for (int i = 0; i < length; i++) {
            record = applied(step(record, random, writer), record, NOW + random.nextInt(5));
        }
        return record;
    }

    private static Operation step(SessionRecord record, Random random, Writer writer) {
        String name = String.valueOf((char) ('a' + random.nextInt(3)));
        String text = random.nextInt(4) == 0 ? null : Integer.toString(random.nextInt(100));
        CommitId by = next(record, writer);
        return switch (random.nextInt(12)) {
            case 0 ->
                new Operation.Rename(record.incarnation(), by, record.header().id(), "r" + text, null);
            case 1 -> commit(record, writer, name, text, new HeaderChange(1 + random.nextInt(9), false, null));
            case 2 ->
                commit(
                        record,
                        writer,
                        name,
                        text,
                        new HeaderChange(null, true, new Identity("u" + text, Set.of(), null)));
            case 3 -> new Operation.Touch(null, record.incarnation(), random.nextInt(9));
            case 4 -> new Operation.Fetch(null, record.incarnation(), null, true);
            case 5 -> claim(by, Cause.INVALIDATED);
            case 6 ->
                record.state() instanceof State.Ending ending
                        ? new Operation.Drop(record.incarnation(), ending.by())
                        : claim(by, Cause.INVALIDATED);
            case 7 ->
                record.state() instanceof State.Ending ending ? claim(ending.by(), Cause.INVALIDATED) : creation(by);
            default -> commit(record, writer, name, text, HeaderChange.NONE);
        };
    }
}
