package dev.roam.copy;

import dev.roam.Scope;
import dev.roam.codec.Fingerprint;
import dev.roam.record.AttributeKey;
import dev.roam.record.Version;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a request gets at the attributes of an open copy, and how they become bytes: {@link CopyAttributes} and {@link Values} step by step. */
final class SimAttributes {
    static final AttributeKey[] ATTRIBUTES = {
        new AttributeKey(Scope.APPLICATION, "a"),
        new AttributeKey(Scope.APPLICATION, "b"),
        new AttributeKey(Scope.APPLICATION, "c")
    };

    /** What a read gives to tell that the value is there but cannot be decoded; the application gets null. */
    static final Object UNDECODABLE = new Object();

    private final SimNode node;
    private final CopyState state;

    /** When an attribute was last left out of a commit, because it could not be encoded just then. */
    private final long[] leftOut = {-1, -1, -1};

    /** How often an attribute was set or removed: what was handed out before that is nobody's value any more. */
    private final int[] replaced = new int[ATTRIBUTES.length];

    SimAttributes(SimNode node, CopyState state) {
        this.node = node;
        this.state = state;
    }

    /** Gets an attribute of an open copy. Decoding takes a moment, in which anything may happen. */
    void read(int attribute, Consumer<@Nullable Object> then) {
        AttributeKey key = ATTRIBUTES[attribute];
        Slot slot = state.slots().slot(key);
        byte[] bytes = slot == null ? null : slot.bytes;
        if (slot == null) {
            then.accept(null);
        } else if (slot.live != null) {
            then.accept(handOut(key, slot.live, slot.version));
        } else if (bytes == null) {
            then.accept(null);
        } else {
            Object value = SimBox.decode(bytes, node.index);
            node.later(node.loop.oneIn(4) ? SimLoop.MILLI : 0, () -> {
                if (value == null) {
                    then.accept(UNDECODABLE);
                } else if (isReplaced(key, bytes)) {
                    read(attribute, then);
                } else {
                    then.accept(placed(key, value));
                }
            });
        }
    }

    private boolean isReplaced(AttributeKey key, byte[] bytes) {
        Slot now = state.slots().slot(key);
        return now == null || (now.live == null && now.bytes != bytes);
    }

    private Object placed(AttributeKey key, Object decoded) {
        Slot slot = Objects.requireNonNull(state.slots().slot(key));
        Live live = slot.live;
        if (live == null) {
            byte[] own = SimBox.isMutable(decoded) ? SimBox.encode(decoded, node.index) : null;
            live = new Live(decoded, own == null ? null : Fingerprint.of(own));
            slot.live = live;
            slot.bytes = null;
        }
        return handOut(key, live, slot.version);
    }

    private Object handOut(AttributeKey key, Live live, Version version) {
        if (state.active() > 0 && SimBox.isMutable(live.value)) {
            state.slots().handOut(key, live, version);
        }
        return live.value;
    }

    /** Sets an attribute of an open copy; null removes it. */
    void put(int attribute, @Nullable Object value) {
        AttributeKey key = ATTRIBUTES[attribute];
        replaced[attribute]++;
        if (value == null) {
            state.slots().remove(key);
            return;
        }
        Live live = state.slots().put(key, value);
        Slot slot = state.slots().slot(key);
        if (slot != null && state.active() > 0 && SimBox.isMutable(value)) {
            state.slots().handOut(key, live, slot.version);
        }
    }

    /** Changes whenever what was handed out before stops being this session's value. */
    int replaced(int attribute) {
        return replaced[attribute];
    }

    /** Whether a commit since then left the attribute out. */
    boolean leftOutSince(int attribute, long time) {
        return leftOut[attribute] >= time;
    }

    void encode(Candidate candidate, long round, boolean shared) {
        if (candidate.live == null) {
            return;
        }
        Object value = candidate.live.value;
        byte[] bytes = SimBox.encode(value, node.index);
        // No random number here: the order of candidates is that of a hash map.
        boolean disturbed = shared && (SimBox.numberOf(value) * 31L + round) % 40 == 0;
        if (bytes == null || disturbed) {
            candidate.result = bytes == null ? Candidate.Result.LOCAL : Candidate.Result.DISTURBED;
            for (int i = 0; i < ATTRIBUTES.length; i++) {
                if (ATTRIBUTES[i].equals(candidate.key)) {
                    leftOut[i] = node.loop.now();
                }
            }
            return;
        }
        candidate.bytes = bytes;
        candidate.fingerprint = SimBox.isMutable(value) ? Fingerprint.of(bytes) : null;
    }
}
