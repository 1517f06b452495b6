package dev.roam.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Await;
import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.record.Answer;
import dev.roam.record.Answer.Reason;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Change;
import dev.roam.record.CommitId;
import dev.roam.record.Header;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.Version;
import dev.roam.record.Writer;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import dev.roam.user.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Store} must do; each implementation's test extends it. Keys are random, so that a store can serve all tests. */
public abstract class StoreContract {
    protected static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);
    protected static final long TOUCH_CAP = 60_000;

    private final Random random = new Random();
    private final Writer here = Writer.random(random);
    private final Writer there = Writer.random(random);
    private long number;

    protected final String key = UUID.randomUUID().toString();

    /** The store under test: of one application, with other tests' records in it at most. */
    protected abstract Store store();

    // ------------------------------------------------------------------ create

    @Test
    void a_created_session_is_found_whole() {
        Identity user = new Identity("ann", Set.of("admin"), "FORM");
        Operation.Create create = new Operation.Create(
                next(here), new Header(key, 42, 1800, user), Map.of(attribute("a"), bytes("1")), TOUCH_CAP);

        Answer.Held created = held(run(create));
        Answer.Held found = held(run(fetch(key, null, null)));

        assertThat(created.incarnation()).isEqualTo(create.id());
        assertThat(found.incarnation()).isEqualTo(create.id());
        assertThat(found.update().whole()).isTrue();
        assertThat(found.update().header()).isEqualTo(create.header());
        assertThat(texts(found)).containsExactly(Map.entry("a", "1"));
        assertThat(found.update().version()).isEqualTo(created.own());
    }

    @Test
    void a_create_finds_a_key_in_use_taken() {
        create(1800);

        assertThat(run(creation(next(there), 1800))).isEqualTo(new Answer.Refused(Reason.TAKEN));
    }

    @Test
    void a_create_that_is_sent_again_answers_as_it_did() {
        Operation create = creation(next(here), 1800);

        Answer.Held first = held(run(create));
        Answer.Held again = held(run(create.repeated()));

        assertThat(again.own()).isEqualTo(first.own());
        assertThat(again.incarnation()).isEqualTo(first.incarnation());
    }

    @Test
    void an_ended_session_is_not_brought_back_by_its_late_create() {
        Operation.Create create = creation(next(here), 1800);
        held(run(create));
        end(create.id());

        assertThat(run(create)).isEqualTo(new Answer.Refused(Reason.ABSENT));
        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.ABSENT));
    }

    @Test
    void a_new_session_may_take_the_key_of_an_ended_one() {
        CommitId old = create(1800);
        end(old);

        CommitId fresh = create(1800);

        assertThat(run(fetch(null, old, null))).isEqualTo(new Answer.Refused(Reason.REPLACED));
        assertThat(held(run(fetch(null, fresh, null))).incarnation()).isEqualTo(fresh);
    }

    // ------------------------------------------------------------------- fetch

    @Test
    void what_was_never_created_is_absent() {
        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.ABSENT));
    }

    @Test
    void a_fetch_of_an_unchanged_session_brings_nothing() {
        CommitId session = create(1800);
        Version version = held(run(fetch(key, session, null))).update().version();

        Answer.Held unchanged = held(run(fetch(key, session, version)));

        assertThat(unchanged.update().whole()).isFalse();
        assertThat(unchanged.update().header()).isNull();
        assertThat(unchanged.update().attributes()).isEmpty();
        assertThat(unchanged.update().version()).isEqualTo(version);
    }

    @Test
    void a_fetch_brings_what_changed_since_and_what_was_removed() {
        CommitId session = create(1800);
        Version known = held(run(commit(session, next(here), Map.of("a", "1", "b", "2"))))
                .own();
        held(run(commit(session, next(there), Map.of("c", "3"))));
        held(run(commit(session, next(there), remove("b"))));

        Answer.Held delta = held(run(fetch(key, session, known)));

        assertThat(delta.update().whole()).isFalse();
        assertThat(texts(delta))
                .containsOnlyKeys("b", "c")
                .containsEntry("c", "3")
                .containsEntry("b", null);
    }

    @Test
    void a_fetch_with_a_version_of_another_history_brings_everything() {
        CommitId session = create(1800);
        held(run(commit(session, next(here), Map.of("a", "1"))));

        Answer.Held whole = held(run(fetch(key, session, new Version(2, 4711))));

        assertThat(whole.update().whole()).isTrue();
        assertThat(texts(whole)).containsExactly(Map.entry("a", "1"));
    }

    @Test
    void a_fetch_tells_the_access_before_it() {
        CommitId session = create(1800);
        long created = held(run(fetch(key, session, null))).previousAccess();

        // The owner's clock counts, which may be a little behind this member's.
        Await.until(
                "a later access is told",
                () -> held(run(fetch(key, session, null))).previousAccess() > created);
    }

    // ------------------------------------------------------------------ commit

    @Test
    void concurrent_changes_of_different_attributes_all_survive() {
        CommitId session = create(1800);
        Version known = held(run(fetch(key, session, null))).update().version();

        held(run(commit(session, next(here), Map.of("a", "here"), known)));
        Answer.Held second = held(run(commit(session, next(there), Map.of("b", "there"), known)));

        assertThat(texts(second)).containsExactly(Map.entry("a", "here"));
        assertThat(stored()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "here", "b", "there"));
    }

    @Test
    void of_two_changes_of_one_attribute_the_last_stands() {
        CommitId session = create(1800);

        held(run(commit(session, next(here), Map.of("a", "first"))));
        held(run(commit(session, next(there), Map.of("a", "last"))));

        assertThat(stored()).containsExactly(Map.entry("a", "last"));
    }

    @Test
    void a_commit_that_is_sent_again_is_applied_once_and_answers_as_it_did() {
        CommitId session = create(1800);
        Operation commit = commit(session, next(here), Map.of("a", "mine"));
        Answer.Held first = held(run(commit));
        held(run(commit(session, next(there), Map.of("a", "newer"))));

        Answer.Held again = held(run(commit.repeated()));

        assertThat(again.own()).isEqualTo(first.own());
        assertThat(stored()).containsExactly(Map.entry("a", "newer"));
    }

    @Test
    void a_commit_that_arrives_after_its_writers_next_one_is_refused() {
        CommitId session = create(1800);
        Operation late = commit(session, next(here), Map.of("a", "late"));
        held(run(commit(session, next(here), Map.of("a", "next"))));

        assertThat(run(late)).isEqualTo(new Answer.Refused(Reason.SUPERSEDED));
        assertThat(stored()).containsExactly(Map.entry("a", "next"));
    }

    @Test
    void a_yielding_change_gives_way_to_a_newer_version_of_its_attribute() {
        CommitId session = create(1800);
        held(run(commit(session, next(there), Map.of("a", "newer"))));

        Map<AttributeKey, Change> left = new HashMap<>();
        left.put(attribute("a"), new Change(bytes("left over"), Version.NONE));
        left.put(attribute("b"), new Change(bytes("left over"), Version.NONE));
        held(run(new Operation.Commit(session, next(here), left, HeaderChange.NONE, true, null)));

        assertThat(stored()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "newer", "b", "left over"));
    }

    @Test
    void a_commit_changes_the_timeout_and_the_user() {
        CommitId session = create(1800);
        Identity user = new Identity("bob", Set.of(), null);

        held(run(new Operation.Commit(session, next(here), Map.of(), new HeaderChange(60, true, user), false, null)));

        Header header = held(run(fetch(key, session, null))).update().header();
        assertThat(header).isEqualTo(new Header(key, 42, 60, user));
    }

    @Test
    void a_commit_to_another_session_under_the_key_is_refused() {
        create(1800);

        assertThat(run(commit(next(there), next(there), Map.of("a", "1"))))
                .isEqualTo(new Answer.Refused(Reason.REPLACED));
        assertThat(stored()).isEmpty();
    }

    // ------------------------------------------------------------------ rename

    @Test
    void a_renamed_session_is_found_by_its_new_id_only() {
        CommitId session = create(1800);

        held(run(new Operation.Rename(session, next(here), key, "fresh~" + key, null)));

        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.RENAMED));
        assertThat(held(run(fetch("fresh~" + key, null, null))).incarnation()).isEqualTo(session);
        held(run(fetch(null, session, null)));
    }

    @Test
    void who_renames_second_learns_the_id_that_is_there() {
        CommitId session = create(1800);
        held(run(new Operation.Rename(session, next(here), key, "one~" + key, null)));

        Answer.Held second = held(run(new Operation.Rename(session, next(there), key, "two~" + key, null)));

        Header header = second.update().header();
        assertThat(header).isNotNull().extracting(Header::id).isEqualTo("one~" + key);
    }

    // ----------------------------------------------------------------- the end

    @Test
    void only_one_claims_a_session_and_nobody_else_uses_it() {
        CommitId session = create(1800);
        CommitId claim = next(here);

        held(run(claim(session, claim, Cause.INVALIDATED, 60_000)));

        assertThat(run(claim(session, next(there), Cause.INVALIDATED, 60_000)))
                .isEqualTo(new Answer.Refused(Reason.ENDING, Cause.INVALIDATED));
        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.ENDING, Cause.INVALIDATED));
        assertThat(run(commit(session, next(there), Map.of("a", "late"))))
                .isEqualTo(new Answer.Refused(Reason.ENDING, Cause.INVALIDATED));
    }

    @Test
    void the_winner_of_a_claim_gets_the_attributes() {
        CommitId session = create(1800);
        held(run(commit(session, next(there), Map.of("a", "1"))));

        Answer.Held claimed = held(run(claim(session, next(here), Cause.INVALIDATED, 60_000)));

        assertThat(texts(claimed)).containsExactly(Map.entry("a", "1"));
    }

    @Test
    void a_claim_that_lapsed_goes_to_the_next_one_and_a_renewed_one_does_not() {
        CommitId session = create(1800);
        CommitId first = next(here);
        held(run(claim(session, first, Cause.INVALIDATED, 100)));
        long renewed = System.nanoTime(); // before it is sent: its answer may take long
        held(run(claim(session, first, Cause.INVALIDATED, 600)));
        CommitId second = next(there);

        Await.until("the claim lapses", () -> run(claim(null, second, Cause.TIMEOUT, 60_000)) instanceof Answer.Held);

        assertThat(System.nanoTime() - renewed).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(run(new Operation.Drop(session, first))).isEqualTo(new Answer.Refused(Reason.ENDING));
        held(run(new Operation.Drop(session, second)));
    }

    @Test
    void a_drop_that_is_sent_again_answers_as_it_did() {
        CommitId session = create(1800);
        CommitId claim = next(here);
        held(run(claim(session, claim, Cause.INVALIDATED, 60_000)));

        held(run(new Operation.Drop(session, claim)));
        held(run(new Operation.Drop(session, claim)));

        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.ABSENT));
        assertThat(run(new Operation.Forget())).isEqualTo(new Answer.Refused(Reason.ABSENT));
    }

    @Test
    void a_session_in_use_is_not_claimed_for_its_timeout() {
        create(1800);

        assertThat(run(claim(null, next(here), Cause.TIMEOUT, 60_000))).isEqualTo(new Answer.Refused(Reason.NOT_DUE));
        assertThat(reapable()).doesNotContain(key);
    }

    @Test
    void a_session_that_timed_out_is_reapable_and_gone_for_everybody() {
        CommitId session = create(1);
        assertThat(reapable()).doesNotContain(key);

        Await.until("the session is due", () -> reapable().contains(key));

        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.DUE, Cause.TIMEOUT));
        assertThat(run(commit(session, next(there), Map.of("a", "late"))))
                .isEqualTo(new Answer.Refused(Reason.ENDING, Cause.TIMEOUT));
        Await.until(
                "it is due by the clock of whoever asks, too", () -> reapable().contains(key));
        held(run(claim(null, next(here), Cause.TIMEOUT, 60_000)));
        assertThat(reapable()).doesNotContain(key);
    }

    @Test
    void a_touched_session_does_not_time_out() {
        CommitId session = create(1);
        long start = store().now();

        Await.until("the session outlived its timeout", () -> {
            held(run(new Operation.Touch(null, session, 0)));
            return store().now() > start + 1_300;
        });

        held(run(fetch(key, session, null)));
    }

    @Test
    void looking_at_a_session_does_not_keep_it() {
        CommitId session = create(1);

        Await.until("the session is due", () -> {
            held(run(new Operation.Look(key, session, null)));
            return reapable().contains(key);
        });

        assertThat(run(fetch(key, null, null))).isEqualTo(new Answer.Refused(Reason.DUE, Cause.TIMEOUT));
        assertThat(run(new Operation.Look(key, null, null)))
                .isEqualTo(new Answer.Refused(Reason.ENDING, Cause.TIMEOUT));
    }

    @Test
    void a_claim_after_a_lapse_is_told_so() {
        CommitId session = create(1800);
        held(run(claim(session, next(there), Cause.INVALIDATED, 1)));

        Await.until(
                "the claim has lapsed",
                () -> run(claim(session, next(here), Cause.INVALIDATED, 60_000)) instanceof Answer.Held held
                        && new Answer.Claimed(Cause.INVALIDATED, true).equals(held.claimed()));
    }

    // ---------------------------------------------------------- everything else

    @Test
    void a_reaper_gets_no_more_keys_than_it_asked_for() {
        int partition = partitionOfKey();
        assertThat(store().reapable(partition, 1)).hasSizeLessThanOrEqualTo(1);
        assertThat(store().reapable(partition, 0)).isEmpty();
    }

    @Test
    void reapers_know_each_other_until_one_falls_silent() {
        String silent = "a-" + key;
        String alive = "b-" + key;

        store().reapers(silent, 300);

        assertThat(store().reapers(alive, 60_000)).contains(silent, alive);
        Await.until("the silent one is forgotten", () -> !store().reapers(alive, 60_000)
                .contains(silent));
        assertThat(store().reapers(alive, 60_000)).contains(alive);
    }

    @Test
    void a_reaper_that_retires_no_longer_counts() {
        String going = "a-" + key;
        String staying = "b-" + key;
        store().reapers(going, 60_000);
        assertThat(store().reapers(staying, 60_000)).contains(going);

        store().retire(going);

        assertThat(store().reapers(staying, 60_000)).contains(staying).doesNotContain(going);
    }

    @Test
    void a_reaper_tells_on_which_node_it_is_until_it_retires_or_falls_silent() {
        String silent = "a-" + key;
        String staying = "b-" + key;
        assertThat(store().nodeOf(staying)).isEmpty();
        store().reapers(silent, 300);
        store().reapers(staying, 60_000);

        assertThat(store().nodeOf(staying)).isNotEmpty();
        Await.until("the silent one is forgotten", () -> store().nodeOf(silent).isEmpty());
        store().retire(staying);
        assertThat(store().nodeOf(staying)).isEmpty();
    }

    @Test
    void announcements_are_heard() {
        List<Announcement> heard = new CopyOnWriteArrayList<>();
        store().listen(heard::add);
        Announcement ended = new Announcement.Ended(key, next(here), Cause.INVALIDATED);
        Announcement turn = new Announcement.Turn(key, next(there));

        store().announce(ended);
        store().announce(turn);

        Await.until("both are heard", () -> heard.containsAll(List.of(ended, turn)));
    }

    @Test
    void it_is_one_requests_turn_until_that_gives_it_back() {
        CommitId session = create(1800);
        CommitId mine = next(here);
        CommitId other = next(there);

        held(run(new Operation.Lock(key, session, mine, 60_000, null, false)));
        Operation waits = new Operation.Lock(key, session, other, 60_000, null, false);
        assertThat(run(waits)).isEqualTo(new Answer.Waiting());
        held(run(new Operation.Renew(mine, 60_000, false)));
        assertThat(run(new Operation.Unlock(mine, 60_000, false))).isEqualTo(new Answer.Released(other));

        assertThat(held(run(waits)).update().whole()).isTrue();
        assertThat(run(new Operation.Renew(mine, 60_000, false))).isEqualTo(new Answer.Refused(Reason.LOCK_LOST));
    }

    @Test
    void a_turn_of_which_nothing_is_heard_any_more_is_over() {
        CommitId session = create(1800);
        held(run(new Operation.Lock(key, session, next(here), 300, null, false)));
        Operation waits = new Operation.Lock(key, session, next(there), 60_000, null, false);
        assertThat(run(waits)).isEqualTo(new Answer.Waiting());

        Await.until("it is the other one's turn", () -> run(waits) instanceof Answer.Held);
    }

    @Test
    void the_size_counts_sessions_and_none_that_has_ended() {
        int before = store().size();
        CommitId session = create(1800);
        assertThat(store().size()).isEqualTo(before + 1);

        CommitId claim = next(here);
        held(run(claim(session, claim, Cause.INVALIDATED, 60_000)));
        assertThat(store().size()).isEqualTo(before + 1);
        held(run(new Operation.Drop(session, claim)));
        assertThat(store().size()).isEqualTo(before);
    }

    @Test
    void the_clock_is_milliseconds_since_the_epoch() {
        assertThat(store().partitions()).isPositive();
        assertThat(store().isReachable()).isTrue();
        assertThat(store().now()).isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(5_000L));
    }

    // ------------------------------------------------------------------- users

    private UserAnswer runOn(String user, UserOperation operation) {
        return store().executeUser(user, operation, TIMEOUT);
    }

    /** Creates a session of a user under a key. */
    private CommitId createFor(String user, String itsKey) {
        Identity identity = new Identity(user, Set.of(), null);
        CommitId id = next(here);
        held(store().execute(
                        itsKey,
                        new Operation.Create(id, new Header(itsKey, 42, 1800, identity), Map.of(), TOUCH_CAP),
                        TIMEOUT));
        return id;
    }

    @Test
    void a_session_is_entered_among_its_users_found_and_taken_out() {
        CommitId id = next(here);
        UserAnswer entered = runOn(key, new UserOperation.Enter("s", id, 0, false, false));

        assertThat(entered.accepted()).isTrue();
        assertThat(Objects.requireNonNull(entered.logins().get("s")).at())
                .isCloseTo(store().now(), org.assertj.core.data.Offset.offset(5_000L));
        assertThat(runOn(key, new UserOperation.Find())).isEqualTo(entered);
        assertThat(store().userRecords(Set.of(key, "nobody-" + key)))
                .containsOnlyKeys(key)
                .extractingByKey(key)
                .extracting(UserRecord::logins)
                .isEqualTo(entered.logins());
        assertThat(runOn(key, new UserOperation.Leave("s", id)).logins()).isEmpty();
    }

    @Test
    void an_entering_above_the_limit_is_refused_by_the_owner() {
        runOn(key, new UserOperation.Enter("s", next(here), 1, false, false));

        UserAnswer second = runOn(key, new UserOperation.Enter("t", next(there), 1, false, false));

        assertThat(second.accepted()).isFalse();
        assertThat(second.logins()).containsOnlyKeys("s");
    }

    @Test
    void a_user_whose_session_is_leaving_is_to_be_checked_until_it_is_out() {
        CommitId first = next(here);
        runOn(key, new UserOperation.Enter("s", first, 1, true, false));
        assertThat(toCheck(0)).doesNotContain(key);
        runOn(key, new UserOperation.Enter("t", next(there), 1, true, false));
        assertThat(toCheck(0)).contains(key);

        runOn(key, new UserOperation.Leave("s", first));

        assertThat(toCheck(0)).doesNotContain(key);
        assertThat(toCheck(store().now() + 60_000)).contains(key);
    }

    @Test
    void whose_a_session_is_is_found_by_key_and_in_bulk_while_it_is_in_use() {
        String user = "ann-" + key;
        CommitId session = createFor(user, key);
        String nobodys = UUID.randomUUID().toString();
        held(store().execute(
                        nobodys,
                        new Operation.Create(next(here), new Header(nobodys, 42, 1800, null), Map.of(), TOUCH_CAP),
                        TIMEOUT));

        assertThat(store().usersOf(Set.of(key, nobodys, "nothing"))).containsExactly(Map.entry(key, user));
        assertThat(store().usersOf(Set.of())).isEmpty();
        assertThat(allUsers()).containsEntry(key, user).doesNotContainKey(nobodys);

        held(run(claim(session, next(here), Cause.INVALIDATED, 60_000)));
        assertThat(store().usersOf(Set.of(key))).isEmpty();
        assertThat(allUsers()).doesNotContainKey(key);
    }

    private Map<String, String> allUsers() {
        Map<String, String> users = new HashMap<>();
        for (int partition = 0; partition < store().partitions(); partition++) {
            users.putAll(store().usersIn(partition));
        }
        return users;
    }

    private List<String> toCheck(long checkedBefore) {
        List<String> users = new ArrayList<>();
        for (int partition = 0; partition < store().partitions(); partition++) {
            users.addAll(store().usersToCheck(partition, checkedBefore, 1_000));
        }
        return users;
    }

    // ----------------------------------------------------------------- helpers

    protected final Answer run(Operation operation) {
        return store().execute(key, operation, TIMEOUT);
    }

    /** Creates a session under {@link #key}; answers its incarnation. */
    protected final CommitId create(int maxInactive) {
        return held(run(creation(next(here), maxInactive))).incarnation();
    }

    protected final Operation.Create creation(CommitId id, int maxInactive) {
        return new Operation.Create(id, new Header(key, 42, maxInactive, null), Map.of(), TOUCH_CAP);
    }

    /** A commit id of the writer that creates. */
    protected final CommitId next() {
        return next(here);
    }

    private CommitId next(Writer writer) {
        return new CommitId(writer, ++number);
    }

    private void end(CommitId session) {
        CommitId claim = next(here);
        held(run(claim(session, claim, Cause.INVALIDATED, 60_000)));
        held(run(new Operation.Drop(session, claim)));
    }

    protected static Answer.Held held(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Held.class);
        return (Answer.Held) answer;
    }

    protected static Operation fetch(@Nullable String id, @Nullable CommitId session, @Nullable Version known) {
        return new Operation.Fetch(id, session, known, false);
    }

    protected static Operation commit(CommitId session, CommitId id, Map<String, @Nullable String> values) {
        return commit(session, id, values, null);
    }

    private static Operation commit(
            CommitId session, CommitId id, Map<String, @Nullable String> values, @Nullable Version known) {
        Map<AttributeKey, Change> changes = new HashMap<>();
        values.forEach((name, text) ->
                changes.put(attribute(name), new Change(text == null ? null : bytes(text), Version.NONE)));
        return new Operation.Commit(session, id, changes, HeaderChange.NONE, false, known);
    }

    private static Map<String, @Nullable String> remove(String name) {
        Map<String, @Nullable String> removed = new HashMap<>();
        removed.put(name, null);
        return removed;
    }

    private static Operation claim(@Nullable CommitId session, CommitId id, Cause cause, long millis) {
        return new Operation.Claim(session, id, cause, millis, null);
    }

    /** The attributes as they are stored now. */
    protected final Map<String, @Nullable String> stored() {
        return texts(held(run(fetch(null, null, null))));
    }

    private static Map<String, @Nullable String> texts(Answer.Held held) {
        Map<String, @Nullable String> texts = new HashMap<>();
        for (Map.Entry<AttributeKey, AttributeValue> entry :
                held.update().attributes().entrySet()) {
            byte[] bytes = entry.getValue().bytes();
            texts.put(entry.getKey().name(), bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private List<String> reapable() {
        List<String> keys = new ArrayList<>();
        for (int partition = 0; partition < store().partitions(); partition++) {
            keys.addAll(store().reapable(partition, 100));
        }
        return keys;
    }

    private int partitionOfKey() {
        create(1);
        Await.until("the session is due", () -> reapable().contains(key));
        for (int partition = 0; partition < store().partitions(); partition++) {
            if (store().reapable(partition, 100).contains(key)) {
                return partition;
            }
        }
        throw new AssertionError("no partition has " + key);
    }

    protected static AttributeKey attribute(String name) {
        return new AttributeKey(Scope.APPLICATION, name);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
