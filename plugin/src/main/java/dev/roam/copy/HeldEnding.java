package dev.roam.copy;

import dev.roam.Cause;
import dev.roam.Ending;
import dev.roam.StoreException;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A claim that this node holds, renewed until it is closed. Thread-safe. */
final class HeldEnding<S> implements Ending {
    private static final Logger LOG = System.getLogger(HeldEnding.class.getName());

    private final SessionCopy<S> copy;
    private final CopyHost<S> host;
    private final CommitId claim;
    private final Cause cause;
    private final boolean unsaved;
    /** What is entered of the session, by user. Not changed. */
    private final Map<String, @Nullable CommitId> logins;

    private final @Nullable ScheduledFuture<?> renewal;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param unsaved whether the session was never stored: then there is no record to claim or to drop
     * @param logins what is entered of it, by user; null: that is unknown here
     */
    HeldEnding(
            SessionCopy<S> copy,
            CopyHost<S> host,
            CommitId claim,
            Cause cause,
            boolean unsaved,
            Map<String, @Nullable CommitId> logins) {
        this.copy = copy;
        this.host = host;
        this.claim = claim;
        this.cause = cause;
        this.unsaved = unsaved;
        this.logins = logins;
        this.renewal = unsaved ? null : host.repeat(this::prolong, SessionCopy.claimMillis() / 3);
    }

    private void prolong() {
        try {
            copy.prolong(claim, cause);
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the claim of session {0} could not be renewed now", host.head(copy.key()));
        }
    }

    @Override
    public Cause cause() {
        return cause;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        CommitId incarnation = copy.incarnation();
        if (renewal != null) {
            renewal.cancel(false);
        }
        // Before the record is dropped: until then nobody makes another session under this key.
        CopyLogin.end(host, copy.key(), logins);
        if (!unsaved && incarnation != null) {
            try {
                host.store()
                        .execute(copy.key(), new Operation.Drop(incarnation, claim), host.deadline() - host.nanoTime());
            } catch (StoreException e) {
                host.notDropped(incarnation);
                LOG.log(
                        Level.WARNING,
                        "session " + host.head(copy.key())
                                + " ended here, but its record could not be dropped; another node will end it again: "
                                + e.getMessage());
            }
        }
        copy.ended();
        host.announce(copy.key(), incarnation, cause);
    }
}
