package dev.roam;

/**
 * The right to end one session, held by this node alone (a claim). Between getting it and {@link #close} the holder fires the session's
 * events; the attributes stay readable through the working copy. The claim is renewed in the background meanwhile. If the node dies before
 * it closes, another node claims the session again after the claim has run out, and repeats the events.
 */
public interface Ending extends AutoCloseable {
    /** Why the session ends. */
    Cause cause();

    /** Drops the record, after the events. Never throws: a record that cannot be dropped now is ended again by another node. */
    @Override
    void close();
}
