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
}
