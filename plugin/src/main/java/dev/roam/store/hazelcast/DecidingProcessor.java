package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs one operation on the partition's owner, with the owner's cluster time.
 *
 * <p>An instance is for one attempt. If the sender owns the partition, Hazelcast runs this very object without serialising it, but it would serialise
 * the answer all the same; so the answer then stays in {@link #localAnswer} and {@link #process} answers null.
 *
 * @param <V> the map's values
 * @param <A> what an operation answers
 */
abstract class DecidingProcessor<V, A>
        implements EntryProcessor<String, V, @Nullable StoredReply<A>>, HazelcastInstanceAware, Wired {
    private static final long serialVersionUID = 1L;

    private transient HazelcastInstance instance;
    private transient boolean cameByWire;
    private transient @Nullable A localAnswer;

    @SuppressWarnings("NullAway.Init") // the instance is set before each run
    DecidingProcessor() {}

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        instance = hazelcast;
    }

    @Override
    public final @Nullable StoredReply<A> process(Map.Entry<String, @Nullable V> entry) {
        MemberStanding.require(instance);
        A answer = decide(entry, instance.getCluster().getClusterTime());
        if (cameByWire) {
            return reply(answer);
        }
        localAnswer = answer;
        return null;
    }

    /** Decides, and sets the entry to what comes of it. */
    abstract A decide(Map.Entry<String, @Nullable V> entry, long now);

    abstract StoredReply<A> reply(A answer);

    abstract void readOperation(ObjectDataInput in) throws IOException;

    /** What the latest run on this JVM answered; null: it ran elsewhere. Read it only after the attempt is over. */
    final @Nullable A localAnswer() {
        return localAnswer;
    }

    @Override
    public final void readData(ObjectDataInput in) throws IOException {
        readOperation(in);
        cameByWire = true;
    }
}
