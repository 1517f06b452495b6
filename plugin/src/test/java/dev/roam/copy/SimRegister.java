package dev.roam.copy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one attribute of one session may hold. A write takes effect once, at some moment between its beginning and its acknowledgement; one
 * that is never acknowledged may do so at any time or never. A read may see every write but those that another one, acknowledged before the
 * reading request entered, surely came after.
 */
final class SimRegister {
    /** The value of an attribute that is not there. */
    static final int ABSENT = 0;

    private final String name;
    private final List<Write> writes = new ArrayList<>();

    /** One write and when it happened. */
    static final class Write {
        final int value;
        final long begun;
        long acknowledged = Long.MAX_VALUE;

        Write(int value, long begun) {
            this.value = value;
            this.begun = begun;
        }
    }

    SimRegister(String name) {
        this.name = name;
        Write initial = new Write(ABSENT, -1);
        initial.acknowledged = -1;
        writes.add(initial);
    }

    Write begin(int value, long now) {
        Write write = new Write(value, now);
        writes.add(write);
        return write;
    }

    /** The session takes over what was written, but not acknowledged, in one that never came to be. */
    void adopt(SimRegister other) {
        for (Write write : other.writes) {
            if (write.acknowledged == Long.MAX_VALUE) {
                writes.add(write);
            }
        }
    }

    /**
     * @param value what was read
     * @param entered when the reading request entered
     * @param own that request's own last write; null: none
     */
    void read(int value, long entered, @Nullable Write own, String where) {
        long newest = Math.max(own == null ? -1 : own.begun, newestBefore(entered));
        boolean written = false;
        for (Write write : writes) {
            if (write.value == value) {
                written = true;
                if (write.acknowledged >= newest) {
                    return;
                }
            }
        }
        throw new SimViolation(
                written
                        ? "1-4, a change is missing: " + where + " read " + name + " = " + value
                                + ", which an acknowledged change overwrote before; possible is " + possible(newest)
                        : "1-4: " + where + " read " + name + " = " + value + ", which nobody wrote in this session");
    }

    /** Whether a request that entered then can see nothing else. */
    boolean isSurely(int value, long entered) {
        long newest = newestBefore(entered);
        for (Write write : writes) {
            if (write.acknowledged >= newest && write.value != value) {
                return false;
            }
        }
        return true;
    }

    /** When the newest write began that was acknowledged by then. */
    private long newestBefore(long entered) {
        long newest = -1;
        for (Write write : writes) {
            if (write.acknowledged <= entered) {
                newest = Math.max(newest, write.begun);
            }
        }
        return newest;
    }

    private String possible(long newest) {
        List<Integer> values = new ArrayList<>();
        for (Write write : writes) {
            if (write.acknowledged >= newest) {
                values.add(write.value);
            }
        }
        return values.toString();
    }
}
