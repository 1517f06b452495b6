package dev.roam.copy;

import dev.roam.record.AttributeKey;
import dev.roam.record.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a request gets at the attributes of a copy: decodes on first use, outside the lock, and notes what it hands out that may be changed in place.
 * The copy is open when these are called. Thread-safe.
 */
final class CopyAttributes<S> {
    private final SessionCopy<S> copy;
    private final CopyHost<S> host;
    private final Lane lane;

    /** Guarded by the lane's lock. */
    private final CopyState state;

    CopyAttributes(SessionCopy<S> copy, CopyHost<S> host, Lane lane, CopyState state) {
        this.copy = copy;
        this.host = host;
        this.lane = lane;
        this.state = state;
    }

    @Nullable
    Object read(AttributeKey key) {
        while (true) {
            byte[] bytes;
            lane.lock();
            try {
                Slot slot = state.slots().slot(key);
                if (slot == null) {
                    return null;
                }
                if (slot.live != null) {
                    return handOut(key, slot.live, slot.version);
                }
                bytes = slot.bytes;
            } finally {
                lane.unlock();
            }
            Live decoded = bytes == null ? null : host.values().decode(copy, key, bytes);
            if (bytes == null || decoded == null) {
                return null;
            }
            Live live = placed(key, bytes, decoded);
            if (live != null) {
                if (live == decoded) {
                    host.values().activated(copy, key, live.value);
                }
                return live.value;
            }
        }
    }

    /**
     * Makes what was decoded the attribute's object, unless another thread was faster.
     *
     * @return the attribute's object, handed out; null: the value was replaced meanwhile, so what was decoded is nobody's, and a change to it in
     *     place would be stored over its successor
     */
    private @Nullable Live placed(AttributeKey key, byte[] bytes, Live decoded) {
        return lane.locked(() -> {
            Slot now = state.slots().slot(key);
            if (now == null || (now.live == null && now.bytes != bytes)) {
                return null;
            }
            Live live = now.live;
            if (live == null) {
                live = decoded;
                now.live = decoded;
                now.bytes = null;
            }
            handOut(key, live, now.version);
            return live;
        });
    }

    /** The lock is held; the verdict on the value's class has been found before, when it was decoded or set. */
    private Object handOut(AttributeKey key, Live live, Version version) {
        if (state.active() > 0 && host.values().isMutable(live.value)) {
            state.slots().handOut(key, live, version);
        }
        return live.value;
    }

    /** Answers whether a request is under way, whose commit will store it. */
    boolean put(AttributeKey key, Object value) {
        boolean mutable = host.values().isMutable(value); // may load classes, so not under the lock
        lane.lock();
        try {
            Live live = state.slots().put(key, value);
            if (mutable && state.active() > 0) {
                state.slots()
                        .handOut(key, live, Objects.requireNonNull(state.slots().slot(key)).version);
            }
            return state.active() > 0;
        } finally {
            lane.unlock();
        }
    }

    /** Answers whether a request is under way, whose commit will store it. */
    boolean remove(AttributeKey key) {
        lane.lock();
        try {
            state.slots().remove(key);
            return state.active() > 0;
        } finally {
            lane.unlock();
        }
    }
}
