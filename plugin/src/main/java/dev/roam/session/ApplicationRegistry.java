package dev.roam.session;

import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.Identity;
import dev.roam.OutsideUse;
import dev.roam.SessionIds;
import dev.roam.SessionRegistry;
import dev.roam.SessionSummary;
import dev.roam.StoreException;
import dev.roam.UserSession;
import dev.roam.WorkingCopy;
import dev.roam.record.Answer;
import dev.roam.record.Operation;
import dev.roam.record.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One application's registry on this node. Whoever still has it after the application has stopped holds nothing of that by it. Thread-safe.
 *
 * @param <S> the container's session class
 */
final class ApplicationRegistry<S> implements SessionRegistry {
    private final String application;

    /** Null: closed. */
    private volatile @Nullable ApplicationSessions<S> open;

    ApplicationRegistry(ApplicationSessions<S> sessions) {
        this.application = sessions.application();
        this.open = sessions;
    }

    void close() {
        open = null;
    }

    ApplicationSessions<S> sessions() {
        ApplicationSessions<S> sessions = open;
        if (sessions == null) {
            throw new IllegalStateException(
                    "application " + application + " has stopped on this node, and with it its registry of sessions");
        }
        return sessions;
    }

    // ----------------------------------------------------------------- looking

    @Override
    public List<SessionSummary> sessionsOf(String user) {
        ApplicationSessions<S> sessions = sessions();
        Map<Writer, String> nodes = new HashMap<>();
        List<SessionSummary> found = new ArrayList<>();
        for (String key : sessions.keysOf(user)) {
            Answer.Description described = describe(sessions, key, null);
            if (described != null && user.equals(userOf(described))) {
                found.add(summary(sessions, described, nodes));
            }
        }
        return found;
    }

    @Override
    public @Nullable SessionSummary session(String id) {
        ApplicationSessions<S> sessions = sessions();
        String core = coreId(sessions, id);
        Answer.Description described = core == null ? null : describe(sessions, SessionIds.key(core), core);
        return described == null ? null : summary(sessions, described, new HashMap<>());
    }

    /** @param id null: whatever is under the key */
    private static Answer.@Nullable Description describe(
            ApplicationSessions<?> sessions, String key, @Nullable String id) {
        Answer answer =
                sessions.store().execute(key, new Operation.Describe(id), sessions.deadline() - sessions.nanoTime());
        return answer instanceof Answer.Description description ? description : null;
    }

    private static @Nullable String userOf(Answer.Description described) {
        Identity identity = described.header().identity();
        return identity == null ? null : identity.name();
    }

    /** @param nodes those that are known already, by manager instance */
    private static SessionSummary summary(
            ApplicationSessions<?> sessions, Answer.Description described, Map<Writer, String> nodes) {
        return new SessionSummary(
                described.header().id(),
                described.header().created(),
                described.lastUse(),
                described.header().maxInactive(),
                userOf(described),
                nodes.computeIfAbsent(
                        described.changedBy(), writer -> sessions.store().nodeOf(writer.toString())),
                described.bytes(),
                described.names());
    }

    /** Null: it cannot be the id of a session. */
    private static @Nullable String coreId(ApplicationSessions<?> sessions, String id) {
        String core = sessions.container().withoutRoute(id);
        return SessionIds.plausible(core) ? core : null;
    }

    // ------------------------------------------------------------------ ending

    @Override
    public boolean end(String id) {
        ApplicationSessions<S> sessions = sessions();
        String core = coreId(sessions, id);
        return core != null && end(sessions, sessions.find(core), core);
    }

    @Override
    public int endAll(String user) {
        ApplicationSessions<S> sessions = sessions();
        int ended = 0;
        for (String key : sessions.keysOf(user)) {
            Answer.Description described = describe(sessions, key, null);
            if (described != null && user.equals(userOf(described))) {
                String id = described.header().id();
                ended += end(sessions, sessions.find(id), id) ? 1 : 0;
            }
        }
        return ended;
    }

    /** Opened first, so that the claim names the session that it is about: another may take its place meanwhile. */
    private static <S> boolean end(ApplicationSessions<S> sessions, WorkingCopy<S> copy, String id) {
        if (!copy.open(id)) {
            return false;
        }
        Ending ending = copy.end(Cause.INVALIDATED);
        if (ending == null) {
            return false;
        }
        try (ending) {
            sessions.container().end(copy.session(), ending);
        }
        return true;
    }

    // -------------------------------------------------------------- using them

    @Override
    public UserSession create(String user, Set<String> roles) {
        ApplicationSessions<S> sessions = sessions();
        Container<S> container = sessions.container();
        WorkingCopy<S> copy = sessions.createProven(sessions.newId(container::drawId), container.maxInactive());
        boolean told = false;
        try {
            copy.identity(new Identity(user, roles, null));
            told = true;
            container.created(copy.session());
            copy.commit();
        } catch (StoreException e) {
            throw e; // it may be stored yet
        } catch (RuntimeException e) {
            undo(copy, told ? ending -> container.end(copy.session(), ending) : ending -> {});
            throw e;
        }
        return new HeldUserSession<>(this, copy, user);
    }

    /** A session that was refused is not to be: who has been told of it is told of its end. */
    private static void undo(WorkingCopy<?> copy, Consumer<Ending> events) {
        Ending ending = copy.end(Cause.INVALIDATED);
        if (ending != null) {
            try (ending) {
                events.accept(ending);
            }
        }
    }

    @Override
    public @Nullable UserSession recover(String user, String id) {
        ApplicationSessions<S> sessions = sessions();
        String core = coreId(sessions, id);
        if (core == null) {
            return null;
        }
        WorkingCopy<S> copy = sessions.find(core);
        copy.enter();
        try {
            return copy.open(core) && isOf(copy, user) ? new HeldUserSession<>(this, copy, user) : null;
        } finally {
            copy.leave();
        }
    }

    @Override
    public boolean update(String user, String id, Consumer<UserSession> change) {
        ApplicationSessions<S> sessions = sessions();
        String core = coreId(sessions, id);
        return core != null && update(sessions.find(core), core, user, change);
    }

    /**
     * Changes the session of a copy; in its turn, where requests run one at a time. A request that changes its own session has that already.
     *
     * @param id to be compared with the current one; null: the session of the copy, whatever its id
     * @return false: that user has no such session, and nothing was changed
     */
    boolean update(WorkingCopy<S> copy, @Nullable String id, String userName, Consumer<UserSession> change) {
        RegistryUse use = new RegistryUse(copy);
        OutsideUse.Request request = sessions().container().request();
        OutsideUse.Request user = request != null && request.isIn(copy) ? request : use;
        copy.enter();
        try {
            if (!copy.lock(user, id) || !isOf(copy, userName)) {
                return false;
            }
            DraftedUserSession draft = new DraftedUserSession(copy, userName);
            change.accept(draft);
            boolean stored = store(draft, copy);
            copy.requireTurn(user);
            return stored;
        } finally {
            use.over();
            copy.unlock(use);
            copy.leave();
        }
    }

    private boolean store(DraftedUserSession draft, WorkingCopy<S> copy) {
        Container<S> container = sessions().container();
        try {
            draft.values().forEach((name, value) -> container.setAttribute(copy.session(), name, value.orElse(null)));
        } catch (IllegalStateException e) {
            if (copy.isGone()) {
                return false; // containers say so of a session that has ended
            }
            throw e;
        }
        Integer maxInactive = draft.setsMaxInactive();
        if (maxInactive != null) {
            copy.maxInactive(maxInactive);
        }
        copy.commit();
        return !copy.isGone();
    }

    private static boolean isOf(WorkingCopy<?> copy, String user) {
        Identity identity = copy.identity();
        return identity != null && user.equals(identity.name());
    }
}
