package dev.roam.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Scope;
import dev.roam.record.Answer;
import dev.roam.record.AttributeKey;
import dev.roam.record.Change;
import dev.roam.record.CommitId;
import dev.roam.record.Header;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.Version;
import dev.roam.record.Writer;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Operations on sessions with one attribute, a number. */
final class Ops {
    private static final AttributeKey NUMBER = new AttributeKey(Scope.APPLICATION, "number");

    private final Writer writer = Writer.random(new Random());
    private final AtomicLong commits = new AtomicLong();

    Operation.Create create(String key) {
        return new Operation.Create(next(), new Header(key, 42, 1800, null), Map.of(), 60_000);
    }

    Operation commit(CommitId session, int number) {
        Change change = new Change(ByteBuffer.allocate(4).putInt(number).array(), Version.NONE);
        return new Operation.Commit(session, next(), Map.of(NUMBER, change), HeaderChange.NONE, false, null);
    }

    private CommitId next() {
        return new CommitId(writer, commits.incrementAndGet());
    }

    static Operation fetch() {
        return new Operation.Fetch(null, null, null, false);
    }

    /** The number in the answer to a fetch; 0: none yet. */
    static int number(Answer answer) {
        var value = held(answer).update().attributes().get(NUMBER);
        byte @Nullable [] bytes = value == null ? null : value.bytes();
        return bytes == null ? 0 : ByteBuffer.wrap(bytes).getInt();
    }

    static Answer.Held held(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Held.class);
        return (Answer.Held) answer;
    }
}
