package dev.roam.copy;

import dev.roam.Scope;
import dev.roam.record.AttributeKey;
import dev.roam.record.AttributeValue;
import dev.roam.record.Update;
import dev.roam.record.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a working copy: what is stored, what was changed here since, and what requests hold and may change in place. The rules of {@link
 * CopyState} for attributes; as that, without I/O and guarded by the copy's lock.
 */
final class Slots {
    private final Map<AttributeKey, Slot> slots = new HashMap<>();
    /**
     * What requests under way were handed and may change in place, by identity of the {@link Live}, oldest first: of two objects of one attribute
     * that were both changed, the newer one is stored.
     */
    private final Map<Live, Handed> handed = new LinkedHashMap<>();

    /** Counts the changes; a slot's {@link Slot#dirty} is the tick of its last one. */
    private long ticks;

    /**
     * @param base the version it was handed out or last stored at
     * @param disturbed whether another thread was changing it when it was to be encoded: then it is looked at again, whoever is in by then
     */
    private record Handed(AttributeKey key, Version base, boolean disturbed) {}

    @Nullable
    Slot slot(AttributeKey attribute) {
        return slots.get(attribute);
    }

    /** The object is handed to the application, which may change it in place from now on. */
    void handOut(AttributeKey attribute, Live live, Version base) {
        handed.putIfAbsent(live, new Handed(attribute, base, false));
    }

    /** Sets an attribute; the caller has read the previous value. */
    Live put(AttributeKey attribute, Object value) {
        Slot slot = slots.computeIfAbsent(attribute, absent -> new Slot(Version.NONE));
        Live live = new Live(value, null);
        slot.live = live;
        slot.bytes = null;
        slot.dirty = ++ticks;
        slot.yields = false;
        slot.local = false;
        handed.values().removeIf(out -> out.key().equals(attribute));
        return live;
    }

    void remove(AttributeKey attribute) {
        handed.values().removeIf(out -> out.key().equals(attribute));
        Slot slot = slots.get(attribute);
        if (slot == null) {
            return;
        }
        slot.live = null;
        slot.bytes = null;
        slot.local = false;
        slot.yields = false;
        slot.dirty = ++ticks;
    }

    Set<String> names(Scope scope) {
        Set<String> names = new HashSet<>();
        slots.forEach((attribute, slot) -> {
            if (attribute.scope() == scope && slot.isPresent()) {
                names.add(attribute.name());
            }
        });
        return names;
    }

    /** The values that are on this node alone because they cannot be encoded or may not leave it. */
    Map<AttributeKey, Object> locals() {
        Map<AttributeKey, Object> locals = new HashMap<>();
        slots.forEach((attribute, slot) -> {
            if (slot.local && slot.live != null) {
                locals.put(attribute, slot.live.value);
            }
        });
        return locals;
    }

    /** What was handed out no longer counts as changeable, but for what was being disturbed. */
    void letGo() {
        handed.values().removeIf(out -> !out.disturbed());
    }

    void letGoOfAll() {
        handed.clear();
    }

    /**
     * Forgets what was changed here and is not stored, and what was handed out. The whole record has to be fetched then: what is stored is forgotten, too, as
     * objects that were changed in place are among it. What is on this node alone stays.
     */
    void discard() {
        handed.clear();
        slots.values().removeIf(slot -> !slot.local);
    }

    // ------------------------------------------------------------------- sends

    /** Whether a commit has something to look at. */
    boolean mayHaveChanged() {
        return !handed.isEmpty() || hasUnstored();
    }

    /** Whether something was changed here and is not stored, as far as is known: what was changed in place is not looked at. */
    boolean hasUnstored() {
        for (Handed out : handed.values()) {
            if (out.disturbed()) {
                return true;
            }
        }
        for (Slot slot : slots.values()) {
            if (slot.dirty != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether something here is nowhere else. */
    boolean mustStay() {
        if (hasUnstored()) {
            return true;
        }
        for (Slot slot : slots.values()) {
            if (slot.local) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a commit must encode.
     *
     * @param inRequest whether a request is under way; what failed requests left gives way to newer versions
     */
    List<Candidate> collect(boolean inRequest) {
        List<Candidate> candidates = new ArrayList<>();
        Set<AttributeKey> set = new HashSet<>();
        slots.forEach((attribute, slot) -> {
            if (slot.dirty != 0) {
                candidates.add(new Candidate(attribute, slot.live, slot.dirty, slot.version));
                set.add(attribute);
            }
        });
        handed.forEach((live, out) -> {
            if (!set.contains(out.key()) && (inRequest || isNewest(out))) {
                candidates.add(new Candidate(out.key(), live, 0, out.base()));
            }
        });
        return candidates;
    }

    /** What a failed request may have left gives way to a newer version. */
    private boolean isNewest(Handed out) {
        Slot slot = slots.get(out.key());
        return slot != null && slot.version.equals(out.base());
    }

    /** Of what was collected and encoded, what a commit carries. */
    List<Candidate> toStore(List<Candidate> encoded, boolean inRequest) {
        List<Candidate> carried = new ArrayList<>();
        for (Candidate candidate : encoded) {
            boolean disturbed = candidate.result == Candidate.Result.DISTURBED;
            if (candidate.live != null) {
                handed.computeIfPresent(candidate.live, (live, out) -> new Handed(out.key(), out.base(), disturbed));
            }
            if (candidate.result == Candidate.Result.LOCAL) {
                keepLocal(candidate);
            } else if (candidate.result == Candidate.Result.ENCODED
                    && (candidate.isSet() || isChangedInPlace(candidate))) {
                carried.add(candidate);
            }
        }
        if (!inRequest) {
            handed.values().removeIf(out -> !out.disturbed() || !isNewest(out));
        }
        return carried;
    }

    private static boolean isChangedInPlace(Candidate candidate) {
        return candidate.live != null
                && candidate.live.baseline != null
                && !candidate.live.baseline.equals(candidate.fingerprint);
    }

    private void keepLocal(Candidate candidate) {
        Slot slot = slots.get(candidate.key);
        if (slot != null && slot.live == candidate.live && slot.dirty == candidate.tick) {
            slot.dirty = 0;
            slot.local = true;
        }
    }

    // ----------------------------------------------------------------- answers

    /** What was sent and got no answer gives way from now on to newer versions. */
    void giveWay(List<Candidate> carried) {
        for (Candidate candidate : carried) {
            Slot slot = slots.get(candidate.key);
            if (slot != null && slot.dirty == candidate.tick && candidate.isSet()) {
                slot.yields = true;
            }
        }
    }

    /** The store has it, as that version. */
    void stored(Candidate candidate, Version own) {
        Slot slot = slots.get(candidate.key);
        if (candidate.live != null) {
            candidate.live.baseline = candidate.fingerprint;
            handed.computeIfPresent(candidate.live, (live, out) -> new Handed(out.key(), own, out.disturbed()));
        }
        if (candidate.isSet()) {
            if (slot == null || slot.dirty != candidate.tick) {
                if (slot != null) {
                    slot.version = own;
                }
                return;
            }
            slot.dirty = 0;
            slot.yields = false;
            slot.version = own;
            if (candidate.live == null) {
                slots.remove(candidate.key);
            }
            return;
        }
        if (slot == null) {
            slot = new Slot(own);
            slots.put(candidate.key, slot);
        } else if (slot.dirty != 0) {
            slot.version = own;
            return;
        }
        slot.version = own;
        slot.bytes = null;
        slot.live = candidate.live;
    }

    /** Takes over what the store says, but for what was changed here since and is still to be stored. */
    void merge(Update update) {
        if (update.whole()) {
            Iterator<Map.Entry<AttributeKey, Slot>> all = slots.entrySet().iterator();
            while (all.hasNext()) {
                Map.Entry<AttributeKey, Slot> entry = all.next();
                Slot slot = entry.getValue();
                boolean kept = slot.local || (slot.dirty != 0 && !slot.yields);
                if (!kept && !update.attributes().containsKey(entry.getKey())) {
                    all.remove();
                }
            }
        }
        update.attributes().forEach(this::refresh);
    }

    private void refresh(AttributeKey attribute, AttributeValue value) {
        Slot slot = slots.get(attribute);
        if (slot == null) {
            if (value.bytes() != null) {
                slots.put(attribute, Slot.stored(value));
            }
            return;
        }
        if (slot.version.equals(value.version()) || (slot.dirty != 0 && !slot.yields)) {
            return;
        }
        if (value.bytes() == null) {
            slots.remove(attribute);
        } else {
            slot.replace(value);
        }
    }
}
