package dev.roam.copy;

import dev.roam.Container;
import dev.roam.Scope;
import dev.roam.codec.Codec;
import dev.roam.codec.DecodeException;
import dev.roam.codec.EncodeException;
import dev.roam.codec.Fingerprint;
import dev.roam.codec.ImmutableTypes;
import dev.roam.record.AttributeKey;
import dev.roam.statistics.Counters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one application's values become bytes and back, and what happens to those that do not: an attribute that cannot be encoded stays on its node, one
 * that cannot be decoded stays in the record untouched; each is reported once. Thread-safe. Runs the application's code, so never under a lock.
 *
 * @param <S> the container's session class
 */
public final class Values<S> {
    private static final Logger LOG = System.getLogger(Values.class.getName());

    /** How often an object that another thread keeps changing is encoded before it is left for a later commit. */
    private static final int ATTEMPTS = 3;

    /** How many different reports are made in the life of an application. */
    private static final int MAX_REPORTS = 1_000;

    private final String application;
    private final Codec codec;
    private final Container<S> container;
    private final boolean detectMutations;
    private final Counters counters;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /**
     * @param application for messages
     * @param detectMutations whether objects changed in place are looked for
     * @param counters counts what cannot be encoded or decoded
     */
    public Values(String application, Codec codec, Container<S> container, boolean detectMutations, Counters counters) {
        this.application = application;
        this.codec = codec;
        this.container = container;
        this.detectMutations = detectMutations;
        this.counters = counters;
    }

    /** Whether an object that the application holds may differ later from what was stored. */
    boolean isMutable(Object value) {
        return detectMutations && !ImmutableTypes.isImmutable(value);
    }

    /** A live object for stored bytes; null if they cannot be decoded here. */
    @Nullable
    Live decode(SessionCopy<S> copy, AttributeKey key, byte[] bytes) {
        Object value = decoded(key, bytes);
        return value == null ? null : new Live(value, isMutable(value) ? baseline(value) : null);
    }

    /** The value of stored bytes; null if they cannot be decoded here. */
    @Nullable
    Object decoded(AttributeKey key, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (DecodeException e) {
            counters.notDecoded();
            report(
                    key,
                    "cannot be decoded on this node and reads as absent; its stored value is kept for nodes that can",
                    () -> String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** This JVM's own encoding of an object that nobody else has yet. */
    private @Nullable Fingerprint baseline(Object value) {
        try {
            return Fingerprint.of(codec.encode(value));
        } catch (EncodeException e) {
            // It can be read but not written; setting it anew will say why.
            return null;
        }
    }

    void activated(SessionCopy<S> copy, AttributeKey key, Object value) {
        if (key.scope() == Scope.APPLICATION) {
            container.activated(copy.session(), key.name(), value);
        }
    }

    /**
     * Encodes what a commit may have to store.
     *
     * @param shared whether other requests have the same objects now: then an encoding counts only if a second one agrees with it, for
     *     {@code HashMap.writeObject} and its like do not notice that the map is changed meanwhile, and write what cannot be read
     */
    void encode(SessionCopy<S> copy, List<Candidate> candidates, boolean shared) {
        for (Candidate candidate : candidates) {
            if (candidate.live == null) {
                continue;
            }
            try {
                encode(copy, candidate, candidate.live.value, shared);
            } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
                candidate.result = Candidate.Result.LOCAL;
                counters.notEncoded();
                report(
                        candidate.key,
                        "cannot be encoded and stays on this node, where it is lost if the node stops",
                        e::toString);
            }
        }
    }

    private void encode(SessionCopy<S> copy, Candidate candidate, Object value, boolean shared) {
        AttributeKey key = candidate.key;
        if (key.scope() == Scope.APPLICATION) {
            if (!container.distributes(key.name(), value)) {
                candidate.result = Candidate.Result.LOCAL;
                return;
            }
            container.passivating(copy.session(), key.name(), value);
        }
        Supplier<String> disturbance = () -> "no two encodings agreed";
        boolean mutable = isMutable(value);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                byte[] bytes = codec.encode(value);
                Fingerprint fingerprint = mutable ? Fingerprint.of(bytes) : null;
                if (!mutable || !shared || Fingerprint.of(codec.encode(value)).equals(fingerprint)) {
                    candidate.bytes = bytes;
                    candidate.fingerprint = fingerprint;
                    return;
                }
            } catch (EncodeException e) {
                disturbance = () -> e.messageFor(key.name());
                if (!e.retryable()) {
                    candidate.result = Candidate.Result.LOCAL;
                    counters.notEncoded();
                    report(
                            key,
                            "cannot be stored and stays on this node, where it is lost if the node stops",
                            disturbance);
                    return;
                }
            }
        }
        candidate.result = Candidate.Result.DISTURBED;
        counters.disturbed();
        report(
                key,
                "was changed by another thread during each of " + ATTEMPTS
                        + " attempts to encode it; it is stored with the next commit",
                disturbance);
    }

    /** Reports once for each attribute and kind of trouble, and for no more of them than can be remembered. */
    private void report(AttributeKey key, String what, Supplier<String> why) {
        if (reported.size() < MAX_REPORTS && reported.add(key.name() + " " + what)) {
            LOG.log(
                    Level.WARNING,
                    "attribute " + key.name() + " of application " + application + " " + what + ": " + why.get());
        }
    }
}
