package dev.roam.record;

import dev.roam.Identity;
import dev.roam.Scope;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Test support: short ways to make records, operations and their parts. */
final class Records {
    static final Writer ONE = new Writer(1, 11);
    static final Writer TWO = new Writer(2, 22);
    static final int TIMEOUT_SECONDS = 60;
    static final long TOUCH_CAP = 60_000;
    static final long TIMEOUT_MILLIS = 60_000;
    static final long INTERVAL = 6_000;
    static final Header HEADER =
            new Header("id", 42, TIMEOUT_SECONDS, new Identity("ann", Set.of("admin", "user"), "FORM"));

    private Records() {}

    static CommitId id(Writer writer, long number) {
        return new CommitId(writer, number);
    }

    static AttributeKey key(String name) {
        return new AttributeKey(Scope.APPLICATION, name);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Operation.Create creation(CommitId id) {
        return new Operation.Create(id, HEADER, Map.of(key("a"), bytes("1")), TOUCH_CAP);
    }

    /** A session made by writer ONE with number 1, attribute a = 1. */
    static SessionRecord session(long now) {
        return applied(creation(id(ONE, 1)), null, now);
    }

    static Operation.Commit set(CommitId id, String name, @Nullable String text) {
        return new Operation.Commit(id(ONE, 1), id, changes(name, text, Version.NONE), HeaderChange.NONE, false, null);
    }

    static Map<AttributeKey, Change> changes(String name, @Nullable String text, Version base) {
        Map<AttributeKey, Change> changes = new HashMap<>();
        changes.put(key(name), new Change(text == null ? null : bytes(text), base));
        return changes;
    }

    static Operation.Claim claim(CommitId id, dev.roam.Cause cause) {
        return new Operation.Claim(null, id, cause, 1_000, null);
    }

    /** The record after an operation. */
    static SessionRecord applied(Operation operation, @Nullable SessionRecord record, long now) {
        Outcome outcome = operation.decide(record, now).outcome();
        SessionRecord next = outcome == null ? record : outcome.apply(record);
        if (next == null) {
            throw new AssertionError(operation + " leaves no record");
        }
        return next;
    }

    static @Nullable String text(SessionRecord record, String name) {
        AttributeValue value = record.attributes().get(key(name));
        byte[] bytes = value == null ? null : value.bytes();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
