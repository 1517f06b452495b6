package dev.roam.tomcat;

import dev.roam.WorkingCopy;
import org.apache.catalina.session.StandardSession;

/** The part of {@link RoamSession} that tells the times: as the working copy knows them, or this node, whichever is later. */
abstract class CopySession extends StandardSession {
    private static final long serialVersionUID = 1L;

    final transient WorkingCopy<RoamSession> copy;

    CopySession(RoamManager owner, WorkingCopy<RoamSession> copy) {
        super(owner);
        this.copy = copy;
    }

    /** What this session is a view of. */
    WorkingCopy<RoamSession> copy() {
        return copy;
    }

    @Override
    public long getCreationTimeInternal() {
        return copy.created();
    }

    @Override
    public long getCreationTime() {
        super.getCreationTime();
        return copy.created();
    }

    /** The end of the previous request, as on a stock node, if that was on this one; otherwise when another node saw it begin. */
    @Override
    public long getLastAccessedTimeInternal() {
        return Math.max(super.getLastAccessedTimeInternal(), Math.max(copy.previousAccess(), copy.created()));
    }

    @Override
    public long getLastAccessedTime() {
        super.getLastAccessedTime();
        return getLastAccessedTimeInternal();
    }

    @Override
    public long getThisAccessedTimeInternal() {
        return Math.max(super.getThisAccessedTimeInternal(), getLastAccessedTimeInternal());
    }

    @Override
    public long getThisAccessedTime() {
        super.getThisAccessedTime();
        return getThisAccessedTimeInternal();
    }
}
