package dev.roam.store.memory;

import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserOperation;
import java.util.function.Supplier;

/** What goes wrong on the way between a node and the records, for tests. Called on the thread that executes the operation, without any lock. */
@FunctionalInterface
public interface Faults {
    /** Nothing goes wrong. */
    Faults NONE = (key, operation, delivery) -> delivery.get();

    /**
     * Delivers an operation: at once, late, twice, or not at all.
     *
     * @param key the record's key
     * @param operation as it was sent
     * @param delivery lets the owner decide and apply, each time that it is called, and gives the answer
     * @return what the sender hears
     * @throws dev.roam.StoreException if the sender is to hear nothing; whether the operation was applied depends on {@code delivery}
     */
    Answer deliver(String key, Operation operation, Supplier<Answer> delivery);

    /** As {@link #deliver}, of an operation on a user's record; by default nothing goes wrong with it. */
    default UserAnswer deliverUser(String user, UserOperation operation, Supplier<UserAnswer> delivery) {
        return delivery.get();
    }
}
