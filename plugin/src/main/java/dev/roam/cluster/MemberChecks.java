package dev.roam.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import dev.roam.node.RunningNode;
import dev.roam.store.hazelcast.Names;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks every member that holds data whether it can keep sessions: at the start, whenever one joins, and all of them again from time to time, for
 * their clock. As long as one cannot, no operation succeeds: what it held would not be safe. Asks on a thread of its own; all else is thread-safe and
 * waits for nothing.
 */
final class MemberChecks implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MemberChecks.class.getName());

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long UNFIT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final String HELP =
            ". Every member needs roam-plugin-<version>.jar of this node's version (this node: " + RunningNode.version()
                    + ") on its class path, and what docs/hazelcast-members.yaml holds in its configuration;"
                    + " see 'Client mode' in docs/operations.md";

    private final HazelcastInstance client;
    /** The client answers nobody who asks for it once it has stopped. */
    private final Cluster cluster;

    private final int backupCount;
    private final Map<UUID, Verdict> verdicts = new ConcurrentHashMap<>();
    /** What to add to this machine's clock to get the cluster's, in milliseconds. */
    private volatile long clockOffset;

    /** Confined to the thread. */
    private boolean clockKnown;

    /** Those that are out; confined to the thread. */
    private final Map<UUID, Question> questions = new HashMap<>();

    private volatile boolean stopped;
    private final Thread thread;

    /**
     * @param problems what is missing; empty: nothing
     * @param atNanos when that was found out
     */
    private record Verdict(List<String> problems, long atNanos) {}

    /**
     * @param answer to come
     * @param sentNanos when it was asked
     */
    private record Question(Future<Map<String, String>> answer, long sentNanos) {}

    /** @param backupCount what the members are expected to keep */
    MemberChecks(HazelcastInstance client, int backupCount) {
        this.client = client;
        this.cluster = client.getCluster();
        this.backupCount = backupCount;
        this.thread = new Thread(null, this::run, "roam-member-checks", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(MemberChecks.class.getClassLoader());
        thread.start();
    }

    /** Whether a member that is there was found fit. */
    boolean anyFit() {
        for (Member member : cluster.getMembers()) {
            Verdict verdict = verdicts.get(member.getUuid());
            if (verdict != null && verdict.problems().isEmpty() && !member.isLiteMember()) {
                return true;
            }
        }
        return false;
    }

    /** Whether every member that holds data has been asked, and there is one. */
    boolean allAsked() {
        Collection<Member> members = cluster.getMembers();
        return !members.isEmpty()
                && members.stream().allMatch(member -> member.isLiteMember() || verdicts.containsKey(member.getUuid()));
    }

    /** What is wrong, member by member, and what to do; null: nothing is known to be wrong. */
    @Nullable
    String objection() {
        StringBuilder wrong = null;
        for (Member member : cluster.getMembers()) {
            Verdict verdict = verdicts.get(member.getUuid());
            if (verdict != null && !verdict.problems().isEmpty()) {
                if (wrong == null) {
                    wrong = new StringBuilder("clusterMode client: not every member can keep sessions. ");
                } else {
                    wrong.append(". ");
                }
                wrong.append("Member ")
                        .append(member.getAddress().getHost())
                        .append(':')
                        .append(member.getAddress().getPort())
                        .append(": ")
                        .append(String.join("; ", verdict.problems()));
            }
        }
        return wrong == null ? null : wrong + HELP;
    }

    long clusterTime() {
        return System.currentTimeMillis() + clockOffset;
    }

    private void run() {
        while (!stopped) {
            try {
                ask();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "the members could not be asked now", e);
            }
            hear();
            LockSupport.parkNanos(questions.isEmpty() ? PAUSE_NANOS : POLL_NANOS);
        }
    }

    private void ask() {
        Collection<Member> members = cluster.getMembers();
        verdicts.keySet().retainAll(members.stream().map(Member::getUuid).toList());
        for (Member member : members) {
            if (isDue(member) && !questions.containsKey(member.getUuid())) {
                IExecutorService executor = client.getExecutorService(Names.MEMBERSHIP);
                questions.put(
                        member.getUuid(),
                        new Question(executor.submitToMember(new MemberQuestion(), member), System.nanoTime()));
            }
        }
    }

    private boolean isDue(Member member) {
        Verdict verdict = verdicts.get(member.getUuid());
        if (member.isLiteMember() || verdict == null) {
            return !member.isLiteMember();
        }
        long age = System.nanoTime() - verdict.atNanos();
        return age > (verdict.problems().isEmpty() ? AGAIN_NANOS : UNFIT_AGAIN_NANOS);
    }

    /** Takes the answers that are there; a member that hangs holds up nobody's. */
    private void hear() {
        questions.entrySet().removeIf(entry -> {
            Question question = entry.getValue();
            if (question.answer().isDone()) {
                List<String> problems = problems(question);
                if (problems != null) {
                    note(entry.getKey(), problems);
                }
                return true;
            }
            // Not cancelled: that asks the member, and waits for its answer.
            return System.nanoTime() - question.sentNanos() > PATIENCE_NANOS;
        });
    }

    /** What a member lacks; null: that is not known, and it is asked again. */
    private @Nullable List<String> problems(Question question) {
        try {
            Map<String, String> facts = question.answer().get();
            setClock(
                    Long.parseLong(facts.getOrDefault(MemberFacts.TIME, "0")),
                    System.nanoTime() - question.sentNanos());
            return MemberFacts.problems(facts, backupCount);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof HazelcastSerializationException) {
                return List.of("it cannot read what Roam sends, so it has no Roam, or another version ("
                        + cause.getMessage() + ")");
            }
            LOG.log(Level.DEBUG, "a member could not be asked now", cause);
            return null;
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a member's answer could not be read", e);
            return null;
        } catch (InterruptedException e) {
            return null; // nobody interrupts this thread but on leaving
        }
    }

    /** Half of the round trip is what may be wrong; a slow one tells nothing that is worth more than what is known. */
    private void setClock(long clusterTime, long roundTripNanos) {
        if (!clockKnown || roundTripNanos < QUICK_NANOS) {
            clockOffset = clusterTime + TimeUnit.NANOSECONDS.toMillis(roundTripNanos / 2) - System.currentTimeMillis();
            clockKnown = true;
        }
    }

    private void note(UUID member, List<String> problems) {
        Verdict before = verdicts.put(member, new Verdict(problems, System.nanoTime()));
        if (!problems.isEmpty() && (before == null || before.problems().isEmpty())) {
            LOG.log(Level.WARNING, "{0}", objection());
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
