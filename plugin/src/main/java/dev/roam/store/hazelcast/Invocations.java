package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import com.hazelcast.spi.impl.SerializationServiceSupport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends an entry processor so that the caller can wait for it with a timeout.
 *
 * <p>Hazelcast's public interface has no cheap way to do that. {@code executeOnKey} has no timeout, and on a member it cannot be interrupted either: its
 * future notes the interrupt and waits on ({@code AbstractInvocationFuture.joinInternal}), seen for as long as a hung member was believed alive.
 * {@code submitToKey} gives a future that can be waited for, but completes it once more on the common pool, or on a <em>new thread</em> for every
 * operation where that pool has no parallelism, as with two processors ({@code ConcurrencyUtil}): a third of the throughput. A thread of our own
 * that waits in the caller's place costs two hand-overs.
 *
 * <p>So on a member the future that {@code executeOnKey} itself waits for is taken, {@code MapProxyImpl.executeOnKeyInternal}: public, but internal to
 * Hazelcast. It is looked up once; where a Hazelcast version has no such method, and on a client, {@code submitToKey} serves.
 */
interface Invocations {
    /** Sends; the future's result is for {@link #decode}. */
    Future<?> send(String key, OperationProcessor processor);

    /** The answer in a future's result; null if the processor itself has it. */
    @Nullable
    StoredAnswer decode(@Nullable Object result);

    /** The way to send to a map that suits this instance. */
    static Invocations to(IMap<String, StoredRecord> map, HazelcastInstance instance) {
        try {
            MapProxyImpl.class.getMethod("executeOnKeyInternal", Object.class, EntryProcessor.class);
            if (map instanceof MapProxyImpl<String, StoredRecord> proxy
                    && instance instanceof SerializationServiceSupport support) {
                return new Direct(proxy, support.getSerializationService());
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            Logger log = System.getLogger(Invocations.class.getName());
            log.log(
                    Level.INFO,
                    "this Hazelcast offers operations with a timeout by submitToKey only ({0}); that is slower",
                    e);
        }
        return new Submitted(map);
    }

    /** Waits for the invocation itself. */
    record Direct(MapProxyImpl<String, StoredRecord> map, SerializationService serialization) implements Invocations {
        @Override
        public Future<?> send(String key, OperationProcessor processor) {
            return map.executeOnKeyInternal(key, processor);
        }

        @Override
        public @Nullable StoredAnswer decode(@Nullable Object result) {
            return serialization.toObject(result);
        }
    }

    /** Uses nothing but the public interface. */
    record Submitted(IMap<String, StoredRecord> map) implements Invocations {
        @Override
        public Future<?> send(String key, OperationProcessor processor) {
            return map.submitToKey(key, processor).toCompletableFuture();
        }

        @Override
        public @Nullable StoredAnswer decode(@Nullable Object result) {
            return (StoredAnswer) result;
        }
    }
}
