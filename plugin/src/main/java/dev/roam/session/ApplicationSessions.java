package dev.roam.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.roam.ApplicationOptions;
import dev.roam.Cause;
import dev.roam.Container;
import dev.roam.Ending;
import dev.roam.LimitException;
import dev.roam.Limits;
import dev.roam.Locking;
import dev.roam.SessionIds;
import dev.roam.SessionRegistry;
import dev.roam.SessionView;
import dev.roam.Sessions;
import dev.roam.Statistics;
import dev.roam.StoreException;
import dev.roam.WorkingCopy;
import dev.roam.codec.Codec;
import dev.roam.copy.CopyHost;
import dev.roam.copy.SessionCopy;
import dev.roam.copy.StoredView;
import dev.roam.copy.Values;
import dev.roam.record.Answer;
import dev.roam.record.CommitId;
import dev.roam.record.Operation;
import dev.roam.record.Writer;
import dev.roam.statistics.Counters;
import dev.roam.statistics.MeteredStore;
import dev.roam.store.Announcement;
import dev.roam.store.Store;
import dev.roam.user.UserSessions;
import dev.roam.user.UserTimes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one application on this node. A table with weak values gives each session one working copy for as long as anybody holds it; a
 * bounded cache keeps those that are known to exist warm; those that hold something which is nowhere else are kept until it is stored. Thread-safe.
 *
 * @param <S> the container's session class
 */
public final class ApplicationSessions<S> implements Sessions<S>, CopyHost<S> {
    private static final Logger LOG = System.getLogger(ApplicationSessions.class.getName());

    /** How many idle copies are kept warm, and for how long: a cold one costs one fetch of the whole record. */
    private static final int MAX_WARM = 20_000;

    private static final Duration WARM = Duration.ofMinutes(5);

    /** How many ids are drawn to find one that this member owns: with n members each draw succeeds with 1/n. */
    private static final int MAX_DRAWS = 32;

    private final ApplicationOptions options;
    private final Container<S> container;
    private final MeteredStore store;
    private final Counters counters = new Counters();
    private final Values<S> values;
    private final Writer writer;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Cache<String, SessionCopy<S>> table =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<String, SessionCopy<S>> warm = Caffeine.newBuilder()
            .maximumSize(MAX_WARM)
            .expireAfterAccess(WARM)
            .executor(Runnable::run)
            .build();
    /** Sessions that ended here and whose records are still there. One that is forgotten is ended with its events once more. */
    private final Cache<CommitId, Boolean> notDropped =
            Caffeine.newBuilder().maximumSize(MAX_WARM).executor(Runnable::run).build();

    private final Set<SessionCopy<S>> kept = ConcurrentHashMap.newKeySet();
    private final UserSessions users;
    private final ScheduledThreadPoolExecutor background;
    private final Keeper<S> keeper;
    private final TurnKeeper<S> turns = new TurnKeeper<>();
    private final Reaper<S> reaper;
    /** Null: as many sessions as there are. */
    private final @Nullable ClusterLimit clusterLimit;

    private final ApplicationRegistry<S> registry;
    private final Runnable onClose;
    /** Guarded by itself. */
    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    /**
     * Begins to keep and to reap.
     *
     * @param codec decodes with the application's class loader
     * @param random for this manager instance's name
     * @param onClose run once, when these sessions are closed
     */
    public ApplicationSessions(
            ApplicationOptions options,
            Container<S> container,
            Store store,
            Codec codec,
            Random random,
            Runnable onClose) {
        this(options, container, store, codec, random, onClose, UserTimes.USUAL);
    }

    /** @param times other than the usual ones */
    ApplicationSessions(
            ApplicationOptions options,
            Container<S> container,
            Store store,
            Codec codec,
            Random random,
            Runnable onClose,
            UserTimes times) {
        this.options = options;
        this.container = container;
        this.store = new MeteredStore(store);
        this.values = new Values<>(options.application(), codec, container, options.detectMutations(), counters);
        this.writer = Writer.random(random);
        this.onClose = onClose;
        Integer max = options.limits().clusterSessions();
        this.clusterLimit = max == null ? null : new ClusterLimit(options.application(), max, this.store::size);
        this.users = new UserSessions(
                this.store,
                options.limits(),
                this::nextCommitId,
                counters,
                this::endForUserLimit,
                times,
                options.storeTimeout().toNanos());
        this.registry = new ApplicationRegistry<>(this);
        this.background = BackgroundThreads.of(options.application(), options.locking() == Locking.SESSION);
        this.keeper = new Keeper<>(this, Keeper.MAX_SEEN);
        this.reaper =
                new Reaper<>(this, writer.toString(), options.reapInterval().toMillis(), times);
    }

    /** Begins the work in the background; until then nothing is reaped. */
    public void start() {
        store.listen(this::heard);
        synchronized (running) {
            begin(keeper::tick, Keeper.TICK_MILLIS);
            begin(reaper::tick, reaper.pauseMillis());
            ClusterLimit limit = clusterLimit;
            if (limit != null) {
                background.execute(limit::count);
                begin(limit::count, options.reapInterval().toMillis());
            }
            if (options.locking() == Locking.SESSION) {
                begin(turns::tick, TurnKeeper.TICK_MILLIS);
            }
        }
    }

    private void begin(Runnable task, long everyMillis) {
        ScheduledFuture<?> future = repeat(task, everyMillis);
        if (future != null) {
            running.add(future);
        }
    }

    // ---------------------------------------------------------------- Sessions

    @Override
    public String application() {
        return options.application();
    }

    @Override
    public String newId(Supplier<String> draw) {
        String id = draw.get();
        int draws = store.holdsRecords() ? MAX_DRAWS : 1;
        for (int drawn = 1; drawn < draws && !store.owns(SessionIds.key(id)); drawn++) {
            id = draw.get();
        }
        return id;
    }

    @Override
    public WorkingCopy<S> create(String id, int maxInactive) {
        admit();
        return create(id, maxInactive, trialMillis());
    }

    /** As {@link #create}, for somebody who is no robot: the timeout is the session's own from the beginning. */
    WorkingCopy<S> createProven(String id, int maxInactive) {
        admit();
        return create(id, maxInactive, 0);
    }

    /** @throws LimitException if there are as many sessions in the cluster as there may be */
    private void admit() {
        if (clusterLimit != null) {
            try {
                clusterLimit.admit();
            } catch (LimitException e) {
                counters.refusedSession();
                throw e;
            }
        }
    }

    private WorkingCopy<S> create(String id, int maxInactive, long trialMillis) {
        String key = SessionIds.key(id);
        SessionCopy<S> copy = SessionCopy.create(this, key, id, store.now(), maxInactive, trialMillis);
        table.put(key, copy);
        return copy;
    }

    @Override
    public @Nullable WorkingCopy<S> presentOrRoomFor(String id) {
        SessionCopy<S> present = copy(SessionIds.key(id), id);
        if (present.open(id)) {
            return present;
        }
        if (present.isGone()) {
            return null;
        }
        if (present.created() == 0) {
            // So that the claim names the session that it is about: another request may replace it meanwhile.
            present.open(SessionIds.key(id));
        }
        Ending ending = present.end(Cause.REPLACED);
        if (ending != null) {
            fire(present, ending);
        }
        return null;
    }

    /** Ends a session that this node has claimed, and fires its events unless it has done so before and could not drop the record. */
    void fire(SessionCopy<S> copy, Ending ending) {
        CommitId incarnation = copy.incarnation();
        if (incarnation != null && notDropped.asMap().remove(incarnation) != null) {
            ending.close();
        } else {
            container.end(copy.session(), ending);
        }
    }

    @Override
    public WorkingCopy<S> find(String id) {
        return copy(SessionIds.key(id), id);
    }

    /** The copy under a key; a new one if there is none, or one that is gone. */
    private SessionCopy<S> copy(String key, String id) {
        SessionCopy<S> present = table.getIfPresent(key);
        if (present != null && !present.isGone()) {
            return present;
        }
        // Made outside the table's computation: it calls the container.
        SessionCopy<S> found = SessionCopy.found(this, key, id);
        SessionCopy<S> won = table.asMap()
                .compute(key, (absent, other) -> other == null || other == present || other.isGone() ? found : other);
        return won == null ? found : won;
    }

    /** The copy that a reaper ends: the one that is here, or one that is not in the table. */
    SessionCopy<S> copyToReap(String key) {
        SessionCopy<S> present = table.getIfPresent(key);
        return present != null && !present.isGone() ? present : SessionCopy.found(this, key, key);
    }

    @Override
    public boolean exists(String id) {
        return SessionIds.plausible(id) && find(id).open(id);
    }

    @Override
    public Collection<S> held() {
        List<S> sessions = new ArrayList<>();
        for (SessionCopy<S> copy : table.asMap().values()) {
            if (copy.isLive() || copy.isUnsaved()) {
                sessions.add(copy.session());
            }
        }
        return sessions;
    }

    @Override
    public long now() {
        return store.now();
    }

    @Override
    public int count() {
        return store.size();
    }

    @Override
    public @Nullable SessionView look(String id) {
        if (!SessionIds.plausible(id)) {
            return null;
        }
        String key = SessionIds.key(id);
        SessionCopy<S> copy = table.getIfPresent(key);
        if (copy != null && copy.isUnsaved()) {
            return copy.view();
        }
        Answer answer = store.execute(
                key, new Operation.Look(id, null, null), options.storeTimeout().toNanos());
        return answer instanceof Answer.Held held
                ? StoredView.of(held, copy == null ? Map.of() : copy.locals(held.incarnation()), values)
                : null;
    }

    @Override
    public SessionRegistry registry() {
        return registry;
    }

    /** The keys of the sessions that a user may have; some may be gone, or another user's by now. */
    Set<String> keysOf(String user) {
        return users.keysOf(user, options.storeTimeout().toNanos());
    }

    @Override
    public Statistics statistics() {
        int copies = 0;
        for (SessionCopy<S> copy : table.asMap().values()) {
            if (copy.isLive() || copy.isUnsaved()) {
                copies++;
            }
        }
        return store.statistics(counters, copies);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            registry.close();
            synchronized (running) {
                running.forEach(task -> task.cancel(false));
            }
            storeWhatWaits();
            background.shutdown();
            if (!background.awaitTermination(options.storeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException e) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            table.invalidateAll();
            warm.invalidateAll();
            kept.clear();
            keeper.clear();
            turns.clear();
            try {
                store.retire(writer.toString());
                store.close();
            } finally {
                onClose.run();
            }
        }
    }

    /** Commits what has not been stored yet, for no longer than {@code storeTimeout} in all; whatever a copy throws, the others have their turn. */
    private void storeWhatWaits() {
        long end = deadline();
        int lost = 0;
        Throwable why = null;
        for (SessionCopy<S> copy : table.asMap().values()) {
            try {
                if (copy.isUnsaved()) {
                    continue;
                }
                if (nanoTime() - end < 0) {
                    copy.commit();
                } else if (copy.mustStay()) {
                    lost++;
                }
            } catch (RuntimeException | Error e) {
                lost++;
                why = e;
            }
        }
        if (lost > 0) {
            LOG.log(
                    Level.WARNING,
                    "on stop, changes of " + lost + " sessions of application " + options.application()
                            + " could not be stored; the records keep what they had",
                    why);
        }
    }

    // ---------------------------------------------------------------- CopyHost

    @Override
    public Container<S> container() {
        return container;
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public UserSessions users() {
        return users;
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Values<S> values() {
        return values;
    }

    @Override
    public CommitId nextCommitId() {
        return new CommitId(writer, commits.incrementAndGet());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long deadline() {
        return System.nanoTime() + options.storeTimeout().toNanos();
    }

    @Override
    public long touchCapMillis() {
        return options.touchInterval().toMillis();
    }

    /** The timeout of a session that a request makes until a second request uses it, in milliseconds; 0: its own from the beginning. */
    private long trialMillis() {
        Duration trial = options.newSessionTimeout();
        return trial == null ? 0 : trial.toMillis();
    }

    @Override
    public Limits limits() {
        return options.limits();
    }

    @Override
    public void seen(SessionCopy<S> copy) {
        keeper.seen(copy);
    }

    @Override
    public void confirmed(SessionCopy<S> copy) {
        if (!closed.get()) {
            warm.put(copy.key(), copy);
        }
    }

    @Override
    public void forget(SessionCopy<S> copy) {
        table.asMap().remove(copy.key(), copy);
        warm.asMap().remove(copy.key(), copy);
        kept.remove(copy);
    }

    @Override
    public void keep(SessionCopy<S> copy) {
        if (!closed.get()) {
            kept.add(copy);
        }
    }

    @Override
    public void keptBack(SessionCopy<S> copy, StoreException why) {
        LOG.log(
                Level.WARNING,
                "changes made after the response of session " + head(copy.key())
                        + " was sent are not stored yet and wait on this node: " + why.getMessage());
    }

    @Override
    public void notDropped(CommitId incarnation) {
        notDropped.put(incarnation, true);
    }

    @Override
    public void announce(String key, @Nullable CommitId incarnation, Cause cause) {
        if (incarnation != null && !closed.get()) {
            store.announce(new Announcement.Ended(key, incarnation, cause));
        }
    }

    @Override
    public @Nullable Long lockTimeoutNanos() {
        return options.locking() == Locking.SESSION ? options.lockTimeout().toNanos() : null;
    }

    @Override
    public void takesTurns(SessionCopy<S> copy) {
        turns.add(copy);
    }

    @Override
    public void tellTurn(String key, CommitId ticket) {
        Announcement.Turn turn = new Announcement.Turn(key, ticket);
        if (ticket.writer().equals(writer)) {
            heard(turn);
        } else if (!closed.get()) {
            store.announce(turn);
        }
    }

    @Override
    public @Nullable ScheduledFuture<?> repeat(Runnable task, long everyMillis) {
        try {
            return background.scheduleWithFixedDelay(task, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    // -------------------------------------------------------------- background

    /** Ends a session, with its events, because its user has too many; not while the web application is stopped. */
    private void endForUserLimit(String key) {
        if (container.loader() == null) {
            return;
        }
        SessionCopy<S> copy = copyToReap(key);
        Ending ending = copy.end(Cause.USER_LIMIT);
        if (ending == null) {
            return;
        }
        counters.endedForUserLimit();
        try (ending) {
            container.end(copy.session(), ending);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    "the events of session " + head(key) + ", which was one too many of its user, failed",
                    e);
        }
    }

    private void heard(Announcement announcement) {
        SessionCopy<S> copy = table.getIfPresent(announcement.key());
        if (copy == null || closed.get()) {
            return;
        }
        if (announcement instanceof Announcement.Ended ended) {
            copy.endedElsewhere(ended.incarnation(), ended.cause());
        } else if (announcement instanceof Announcement.Turn turn) {
            copy.called(turn.ticket());
        }
    }

    /** Copies with something that is on this node alone. */
    Set<SessionCopy<S>> kept() {
        return kept;
    }

    boolean isClosed() {
        return closed.get();
    }
}
