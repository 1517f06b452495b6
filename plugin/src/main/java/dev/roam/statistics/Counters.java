package dev.roam.statistics;

import java.util.concurrent.atomic.LongAdder;

/** What working copies and the reaper count; {@link dev.roam.Statistics} says what each means. Thread-safe, without locks. */
public final class Counters {
    final LongAdder openings = new LongAdder();
    final LongAdder unchanged = new LongAdder();
    final LongAdder notEncoded = new LongAdder();
    final LongAdder disturbed = new LongAdder();
    final LongAdder notDecoded = new LongAdder();
    final LongAdder reaped = new LongAdder();
    final LongAdder unavailable = new LongAdder();
    final LongAdder tooLarge = new LongAdder();
    final LongAdder refusedSessions = new LongAdder();
    final LongAdder loginsRefused = new LongAdder();
    final LongAdder endedForUserLimit = new LongAdder();
    final LongAdder lockWaits = new LongAdder();
    final LongAdder lockTimeouts = new LongAdder();
    final LongAdder locksLost = new LongAdder();

    /** A session was opened, with the store's word for it. */
    public void opened() {
        openings.increment();
    }

    /** A commit encoded something and found nothing to store. */
    public void unchanged() {
        unchanged.increment();
    }

    /** An attribute could not be encoded. */
    public void notEncoded() {
        notEncoded.increment();
    }

    /** An attribute was changed by another thread whenever it was encoded. */
    public void disturbed() {
        disturbed.increment();
    }

    /** An attribute could not be decoded. */
    public void notDecoded() {
        notDecoded.increment();
    }

    /** A session that timed out was ended here. */
    public void reaped() {
        reaped.increment();
    }

    /** The store failed a request. */
    public void unavailable() {
        unavailable.increment();
    }

    /** What was changed was too large to be stored. */
    public void tooLarge() {
        tooLarge.increment();
    }

    /** A session was not created, because there were as many as there may be. */
    public void refusedSession() {
        refusedSessions.increment();
    }

    /** A login was refused because its user has as many sessions as allowed. */
    public void loginRefused() {
        loginsRefused.increment();
    }

    /** A session was ended here because its user had more than allowed. */
    public void endedForUserLimit() {
        endedForUserLimit.increment();
    }

    /** A request had to wait for its turn. */
    public void lockWaited() {
        lockWaits.increment();
    }

    /** A request did not get its turn in time. */
    public void lockTimedOut() {
        lockTimeouts.increment();
    }

    /** A request lost its turn. */
    public void lockLost() {
        locksLost.increment();
    }
}
