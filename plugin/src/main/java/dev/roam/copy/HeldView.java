package dev.roam.copy;

import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.SessionView;
import dev.roam.record.AttributeKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A working copy as it stands on this node. Thread-safe. */
final class HeldView<S> implements SessionView {
    private final SessionCopy<S> copy;
    private final CopyHost<S> host;
    private final Lane lane;

    /** Guarded by the lane's lock. */
    private final CopyState state;

    HeldView(SessionCopy<S> copy, CopyHost<S> host, Lane lane, CopyState state) {
        this.copy = copy;
        this.host = host;
        this.lane = lane;
        this.state = state;
    }

    @Override
    public String id() {
        return copy.id();
    }

    @Override
    public long created() {
        return copy.created();
    }

    @Override
    public long lastUse() {
        return lane.locked(() -> Math.max(state.created(), state.previousAccess()));
    }

    @Override
    public int maxInactive() {
        return copy.maxInactive();
    }

    @Override
    public @Nullable Identity identity() {
        return copy.identity();
    }

    @Override
    public Set<String> names(Scope scope) {
        return lane.locked(() -> state.slots().names(scope));
    }

    @Override
    public @Nullable Object get(Scope scope, String name) {
        AttributeKey key = new AttributeKey(scope, name);
        byte[] bytes;
        lane.lock();
        try {
            Slot slot = state.slots().slot(key);
            if (slot == null) {
                return null;
            }
            if (slot.live != null) {
                return slot.live.value;
            }
            bytes = slot.bytes;
        } finally {
            lane.unlock();
        }
        return bytes == null ? null : host.values().decoded(key, bytes);
    }
}
