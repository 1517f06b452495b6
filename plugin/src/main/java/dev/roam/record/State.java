package dev.roam.record;

import dev.roam.Cause;

/** Where a record is in its life. */
public sealed interface State {
    /** When it ends or ended, in the owner's cluster time; 0 while it is in use. */
    default long time() {
        return this instanceof Ending ending ? ending.until() : this instanceof Ended ended ? ended.at() : 0;
    }

    /** In use. */
    record Live() implements State {}

    /**
     * One node ends it and fires its events; no other node serves it any more.
     *
     * @param by the claim that holds it; {@link CommitId#NONE}: it timed out when somebody looked, and nobody holds it yet
     * @param until when the claim runs out, in the owner's cluster time; from then on another node may claim it
     */
    record Ending(CommitId by, long until, Cause cause) implements State {}

    /**
     * It ended; what is left is the memory of its commit ids, so that nothing that arrives late brings it back.
     *
     * @param by the claim that ended it
     * @param at the owner's cluster time
     */
    record Ended(CommitId by, long at) implements State {}
}
