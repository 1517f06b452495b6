package dev.roam.copy;

import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.StoreException;
import dev.roam.copy.CopyState.Stage;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import dev.roam.record.Version;
import dev.roam.user.Entered;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a copy's session in its user's record: enters it before a commit that sets the user is sent, and takes it out of a former user's afterwards. All
 * fields are guarded by the {@link Lane}'s lock; what waits for the store says so.
 */
final class CopyLogin {
    private static final Logger LOG = System.getLogger(CopyLogin.class.getName());

    private final CopyHost<?> host;
    private final CopyState state;

    /** By user, the enterings of this session that this copy has to take out some day. */
    private final Map<String, Entered> entered = new HashMap<>();

    /** A user of whom others' sessions are to be ended as soon as this one is stored. */
    private @Nullable String crowded;

    CopyLogin(CopyHost<?> host, CopyState state) {
        this.host = host;
        this.state = state;
    }

    /**
     * What a commit that sets the user needs.
     *
     * @param user the new user; null: none
     * @param enters whether the session is to be entered
     * @param former the user of whose record it is to be taken out; null: none
     * @param looksUp whether the former user's entering is unknown here
     * @param known the version that the commit builds on; null: it is a create
     */
    record Step(
            @Nullable String user, boolean enters, @Nullable String former, boolean looksUp, @Nullable Version known) {}

    // ------------------------------------------------------------------ limits

    /** Whether a user has to be entered before the session may be said to be his. */
    boolean isToBeEntered(@Nullable Identity user) {
        boolean inUse = state.stage() != Stage.GONE && state.stage() != Stage.ENDING;
        Identity before = state.identity();
        return host.users().isLimited()
                && inUse
                && user != null
                && (before == null || !before.name().equals(user.name()))
                && !isFresh(user.name());
    }

    /**
     * Enters the session if its user may have it; waits for the store.
     *
     * @throws LimitException if not
     */
    void enterWithin(Lane lane, String user, long deadline) {
        Entered made = host.users().enterWithin(user, state.key(), deadline - host.nanoTime());
        lane.run(() -> note(made));
    }

    private void note(Entered made) {
        entered.put(made.user(), made);
        if (made.crowded()) {
            crowded = made.user();
        }
    }

    /** The user to enter within the limit before the next commit: it was entered too long ago; null: none. */
    @Nullable
    String staleUser() {
        String user = state.pendingUser();
        boolean enters = host.users().isLimited() && user != null && !user.equals(storedUser()) && !isFresh(user);
        return enters ? user : null;
    }

    private boolean isFresh(String user) {
        Entered made = entered.get(user);
        return made != null && host.users().isFresh(made, host.nanoTime());
    }

    // ------------------------------------------------------------------- sends

    /** What is to be done about a sending; null: it sets no user. */
    @Nullable
    Step step(Sending sending) {
        HeaderChange header = sending.header();
        if (!header.setsIdentity()) {
            return null;
        }
        String user = header.identity() == null ? null : header.identity().name();
        String stored = storedUser();
        String former = Objects.equals(user, stored) ? null : stored;
        return new Step(
                user,
                user != null && !user.equals(stored) && !isFresh(user),
                former,
                former != null && !entered.containsKey(former),
                sending.operation() instanceof Operation.Create ? null : state.known());
    }

    /**
     * Before the commit; waits for the store, without the lock.
     *
     * @throws StoreException if it cannot be told; then the commit must not be sent
     */
    List<Entered> before(Step step, long deadline) {
        List<Entered> made = new ArrayList<>();
        String former = step.former();
        if (former != null && step.looksUp()) {
            // Before the commit: whoever enters this session again has seen the commit, or is told that others came
            // between.
            CommitId id = host.users().idOf(former, state.key(), deadline - host.nanoTime());
            if (id != null) {
                made.add(new Entered(former, id, host.nanoTime(), false));
            }
        }
        String user = step.user();
        if (user != null && step.enters()) {
            made.add(host.users().enter(user, state.key(), deadline - host.nanoTime()));
        }
        return made;
    }

    /** What {@link #before} made. */
    void noted(List<Entered> made) {
        made.forEach(this::note);
    }

    /** What is to be taken out now that a commit was answered. */
    List<Entered> leaving() {
        List<Entered> leaving = new ArrayList<>(entered.values());
        if (state.stage() != Stage.GONE) {
            String stored = storedUser();
            Identity meant = state.identity();
            leaving.removeIf(one ->
                    one.user().equals(stored) || (meant != null && one.user().equals(meant.name())));
        }
        leaving.forEach(one -> entered.remove(one.user()));
        return leaving;
    }

    /**
     * Whether the session has to be entered again: others changed it since the version that this node knew, and may have taken it out before this
     * commit was there.
     */
    boolean isToBeEnteredAgain(Step step, Answer answer) {
        Version known = step.known();
        return answer instanceof Answer.Held held
                && known != null
                && step.user() != null
                && step.user().equals(storedUser())
                && held.own().counter() != known.counter() + 1;
    }

    /** After the commit; waits for the store, without the lock. What fails here is made good by the reapers. */
    @Nullable
    Entered after(List<Entered> leaving, @Nullable String again, long deadline) {
        Entered made = null;
        try {
            for (Entered one : leaving) {
                host.users().leave(one.user(), state.key(), one.id(), deadline - host.nanoTime());
            }
            if (again != null) {
                made = host.users().enter(again, state.key(), deadline - host.nanoTime());
            }
        } catch (StoreException e) {
            notTold(e);
        }
        return made;
    }

    /** Another node changed the user: what this copy entered may have been taken out. */
    void changedElsewhere() {
        entered.clear();
    }

    // --------------------------------------------------------------------- end

    /** A user of whom sessions are to be ended now that this one is stored; asked once, and null: none. */
    @Nullable
    String takeCrowded() {
        String user = state.stage() == Stage.LIVE && Objects.equals(crowded, storedUser()) ? crowded : null;
        if (user != null) {
            crowded = null;
        }
        return user;
    }

    /** All that has to be taken out when the session ends: by user, the entering, or null where it is unknown here. */
    Map<String, @Nullable CommitId> atEnd() {
        Map<String, @Nullable CommitId> all = new HashMap<>();
        String stored = storedUser();
        if (stored != null) {
            all.put(stored, null);
        }
        entered.forEach((user, one) -> all.put(user, one.id()));
        return all;
    }

    /** Takes a session out that ends here; waits for the store. */
    static void end(CopyHost<?> host, String key, Map<String, @Nullable CommitId> logins) {
        try {
            for (Map.Entry<String, @Nullable CommitId> login : logins.entrySet()) {
                host.users().leaveWholly(login.getKey(), key, login.getValue(), host.deadline() - host.nanoTime());
            }
        } catch (StoreException e) {
            notTold(e);
        }
    }

    private static void notTold(StoreException why) {
        LOG.log(Level.DEBUG, "a user's sessions are not up to date; a reaper sees to it: {0}", why.getMessage());
    }

    private @Nullable String storedUser() {
        Identity stored = state.storedIdentity();
        return stored == null ? null : stored.name();
    }
}
