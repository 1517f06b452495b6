package dev.roam.store.hazelcast;

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
import dev.roam.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** Two real members for each test, and the store of the first one. */
abstract class TwoMembers {
    static final String APPLICATION = "localhost/failures";
    static final String MAP = "roam." + APPLICATION;
    static final long TIMEOUT = TimeUnit.SECONDS.toNanos(10);

    final Writer writer = Writer.random(new Random());
    final AtomicLong number = new AtomicLong();
    Members members = new Members(2, 1);
    Store store = members.get(0).open(APPLICATION);

    @AfterEach
    final void stop() {
        members.close();
    }

    final String keyOwnedBy(int member) {
        Store other = members.get(member).open(APPLICATION);
        String key = UUID.randomUUID().toString();
        while (!other.owns(key)) {
            key = UUID.randomUUID().toString();
        }
        return key;
    }

    final CommitId create(String key) {
        CommitId id = new CommitId(writer, number.incrementAndGet());
        return held(store.execute(
                        key, new Operation.Create(id, new Header(key, 42, 1800, null), Map.of(), 60_000), TIMEOUT))
                .incarnation();
    }

    final Operation commit(CommitId session, String name, String value) {
        Change change = new Change(value.getBytes(StandardCharsets.UTF_8), Version.NONE);
        return new Operation.Commit(
                session,
                new CommitId(writer, number.incrementAndGet()),
                Map.of(new AttributeKey(Scope.APPLICATION, name), change),
                HeaderChange.NONE,
                false,
                null);
    }

    final String value(String key) {
        Answer.Held found = held(store.execute(key, new Operation.Fetch(null, null, null, false), TIMEOUT));
        byte[] bytes = found.update().attributes().values().iterator().next().bytes();
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    static Answer.Held held(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Held.class);
        return (Answer.Held) answer;
    }
}
