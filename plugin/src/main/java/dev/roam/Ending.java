package dev.roam;

/**
 * The right to end one session, held by this node alone (a claim). Between getting it and {@link #close} the holder fires the session's
 * events; the attributes stay readable through the working copy. The claim is renewed in the background meanwhile. If the node dies before
 * it closes, another node claims the session again after the claim has run out, and repeats the events.
 */
public interface Ending extends AutoCloseable {
    /**
     * The attribute that tells the application why its session ends, by {@link Cause#text}: to be read while the session's last events are fired, and at no
     * other time. It is never listed and never stored.
     */
    String CAUSE_ATTRIBUTE = "dev.roam.cause";

    /** Why the session ends: that of whoever claimed it first, if this node has taken it over. */
    Cause cause();

    /** Drops the record, after the events. Never throws: a record that cannot be dropped now is ended again by another node. */
    @Override
    void close();
}
