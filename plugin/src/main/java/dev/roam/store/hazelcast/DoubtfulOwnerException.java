package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.spi.exception.SilentException;

/**
 * A member is the owner in its own eyes, and not sure. The sender repeats the operation; Hazelcast does neither that (the exception is not retryable, so
 * that the sender hears of it) nor log it.
 */
final class DoubtfulOwnerException extends HazelcastException implements SilentException {
    private static final long serialVersionUID = 1L;

    DoubtfulOwnerException(String message) {
        super(message);
    }
}
