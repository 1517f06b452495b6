package dev.roam.copy;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.codec.Fingerprint;
import dev.roam.record.Answer;
import dev.roam.record.AttributeKey;
import dev.roam.record.CommitId;
import dev.roam.record.Decision;
import dev.roam.record.SessionRecord;
import dev.roam.record.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Two nodes' working copies of one session, against the real rules of a record, without a store between them. */
abstract class CopyFixture {
    static final long NOW = 1_000_000;
    static final long TOUCH_CAP = 60_000;
    static final AttributeKey A = new AttributeKey(Scope.APPLICATION, "a");
    static final AttributeKey B = new AttributeKey(Scope.APPLICATION, "b");
    static final Identity ANN = new Identity("ann", Set.of(), null);

    private long commits;
    private @Nullable SessionRecord record;

    /** A node's copy of a session with a = "1", stored, with one request in. */
    CopyState here = CopyState.found("k", "k", TOUCH_CAP);

    /** Another node's copy of the same session. */
    CopyState there = CopyState.found("k", "k", TOUCH_CAP);

    @BeforeEach
    void open() {
        here = CopyState.create("k", "k", NOW, 60, TOUCH_CAP);
        here.enter();
        here.slots().put(A, cart("1"));
        commit(here);
        there = CopyState.found("k", "k", TOUCH_CAP);
        there.enter();
        fetch(there);
    }

    final CommitId next() {
        long number = ++commits;
        // Odd and even numbers are two nodes: which one does not matter to these tests, only that no id comes twice.
        return new CommitId(new Writer(1, number % 2), number);
    }

    final Answer decide(Sending sending) {
        Decision decision = sending.operation().decide(record, NOW);
        if (decision.outcome() != null) {
            record = decision.outcome().apply(record);
        }
        return decision.answer();
    }

    final void fetch(CopyState state) {
        Sending fetch = state.fetch(null, false);
        state.answered(fetch, decide(fetch));
    }

    final Sending sending(CopyState state) {
        return Objects.requireNonNull(state.commit(encoded(state.collect()), next()), "nothing to send");
    }

    final void commit(CopyState state) {
        Sending sending = sending(state);
        state.answered(sending, decide(sending));
    }

    static List<Candidate> encoded(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            if (candidate.live != null) {
                byte[] bytes = candidate.live.value.toString().getBytes(StandardCharsets.UTF_8);
                candidate.bytes = bytes;
                candidate.fingerprint = Fingerprint.of(bytes);
            }
        }
        return candidates;
    }

    /** A mutable value. */
    static StringBuilder cart(String text) {
        return new StringBuilder(text);
    }

    /** As {@link CopyAttributes#read}. */
    static StringBuilder read(CopyState state, AttributeKey key) {
        Slot slot = Objects.requireNonNull(state.slots().slot(key), "no such attribute");
        if (slot.live == null) {
            byte[] bytes = Objects.requireNonNull(slot.bytes);
            slot.live = new Live(cart(new String(bytes, StandardCharsets.UTF_8)), Fingerprint.of(bytes));
            slot.bytes = null;
        }
        Live live = Objects.requireNonNull(slot.live);
        state.slots().handOut(key, live, slot.version);
        return (StringBuilder) live.value;
    }
}
