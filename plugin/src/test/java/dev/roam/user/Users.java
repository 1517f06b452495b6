package dev.roam.user;

import dev.roam.record.CommitId;
import dev.roam.record.Writer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One user's record, changed by operations as an owner does it. */
final class Users {
    static final long NOW = 1_000_000;

    @Nullable
    UserRecord record;

    long now = NOW;

    static CommitId id(long number) {
        return new CommitId(new Writer(1, 1), number);
    }

    static UserOperation.Enter enter(String key, long number) {
        return new UserOperation.Enter(key, id(number), 0, false, false);
    }

    UserAnswer run(UserOperation operation) {
        UserDecision decision = operation.decide(record, now++);
        if (decision.stores()) {
            record = decision.next();
        }
        return decision.answer();
    }

    Map<String, Login> logins() {
        return Objects.requireNonNull(record).logins();
    }
}
