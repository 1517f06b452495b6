package dev.roam.session;

import dev.roam.OutsideUse;
import dev.roam.WorkingCopy;

/** What uses one session as a request does, and is none. Thread-safe. */
final class RegistryUse implements OutsideUse.Request {
    private final WorkingCopy<?> copy;
    private volatile boolean over;

    RegistryUse(WorkingCopy<?> copy) {
        this.copy = copy;
    }

    void over() {
        over = true;
    }

    @Override
    public boolean isIn(WorkingCopy<?> candidate) {
        return isUnderWay(candidate);
    }

    @Override
    public boolean isUnderWay(WorkingCopy<?> candidate) {
        return !over && candidate == copy;
    }

    @Override
    public boolean isRunning() {
        return !over;
    }

    @Override
    public boolean isAsynchronous() {
        return false;
    }
}
