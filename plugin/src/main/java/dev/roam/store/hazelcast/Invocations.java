package dev.roam.store.hazelcast;

import com.hazelcast.client.impl.clientside.HazelcastClientInstance;
import com.hazelcast.client.impl.clientside.HazelcastClientInstanceImpl;
import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.client.impl.protocol.ClientMessage;
import com.hazelcast.client.impl.protocol.codec.MapExecuteOnKeyCodec;
import com.hazelcast.client.impl.spi.impl.ClientInvocation;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import com.hazelcast.spi.impl.SerializationServiceSupport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
 * <p>So the future that {@code executeOnKey} itself waits for is taken: on a member that of {@code MapProxyImpl.executeOnKeyInternal}, on a client that of
 * the {@code ClientInvocation} which {@code ClientMapProxy} makes. Both are public, but internal to Hazelcast. They are looked up once; where a Hazelcast version has
 * no such methods, {@code submitToKey} serves. All are safe for use by several threads.
 *
 * @param <V> the map's values
 * @param <R> what the processors answer
 */
interface Invocations<V, R> {
    /** Sends; the future's result is for {@link #decode}. */
    Future<?> send(String key, EntryProcessor<String, V, @Nullable R> processor);

    /** The answer in a future's result; null if the processor itself has it. */
    @Nullable
    R decode(@Nullable Object result);

    /** Whether the instance is a member, not a client. */
    static boolean isMember(HazelcastInstance instance) {
        return !(instance instanceof HazelcastClientProxy);
    }

    /** The way to send to a map that suits this instance; a client need not be connected yet. */
    static <V, R> Invocations<V, R> to(HazelcastInstance instance, String map) {
        try {
            if (instance instanceof HazelcastClientProxy proxy
                    && areThere(
                            ClientInvocation.class.getConstructor(
                                    HazelcastClientInstance.class, ClientMessage.class, Object.class, int.class),
                            MapExecuteOnKeyCodec.class.getMethod(
                                    "encodeRequest", String.class, Data.class, Data.class, long.class))) {
                return new Client<>(proxy.client, map);
            }
            MapProxyImpl.class.getMethod("executeOnKeyInternal", Object.class, EntryProcessor.class);
            if (instance.<String, V>getMap(map) instanceof MapProxyImpl<String, V> proxy
                    && instance instanceof SerializationServiceSupport support) {
                return new Direct<>(proxy, support.getSerializationService());
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            Logger log = System.getLogger(Invocations.class.getName());
            log.log(
                    Level.INFO,
                    "this Hazelcast offers operations with a timeout by submitToKey only ({0}); that is slower",
                    e);
        }
        return new Submitted<>(instance, map);
    }

    private static boolean areThere(Executable... methods) {
        return Stream.of(methods).allMatch(method -> Modifier.isPublic(method.getModifiers()));
    }

    /** A member waits for the invocation itself. */
    record Direct<V, R>(MapProxyImpl<String, V> map, SerializationService serialization) implements Invocations<V, R> {
        @Override
        public Future<?> send(String key, EntryProcessor<String, V, @Nullable R> processor) {
            return map.executeOnKeyInternal(key, processor);
        }

        @Override
        public @Nullable R decode(@Nullable Object result) {
            return serialization.toObject(result);
        }
    }

    /** A client waits for the invocation itself, and needs no proxy of the map, which it could not get without a connection. */
    record Client<V, R>(HazelcastClientInstanceImpl client, String map) implements Invocations<V, R> {
        @Override
        public Future<?> send(String key, EntryProcessor<String, V, @Nullable R> processor) {
            SerializationService serialization = client.getSerializationService();
            Data keyData = serialization.toData(key);
            int partition = client.getClientPartitionService().getPartitionId(keyData);
            ClientMessage request = MapExecuteOnKeyCodec.encodeRequest(
                    map,
                    serialization.toData(processor),
                    keyData,
                    Thread.currentThread().getId());
            return new ClientInvocation(client, request, map, partition).invoke();
        }

        @Override
        public @Nullable R decode(@Nullable Object result) {
            Data answer = result == null ? null : MapExecuteOnKeyCodec.decodeResponse((ClientMessage) result);
            return client.getSerializationService().toObject(answer);
        }
    }

    /** Uses nothing but the public interface. */
    record Submitted<V, R>(HazelcastInstance instance, String name) implements Invocations<V, R> {
        @Override
        public Future<?> send(String key, EntryProcessor<String, V, @Nullable R> processor) {
            IMap<String, V> map = instance.getMap(name);
            return map.submitToKey(key, processor).toCompletableFuture();
        }

        @Override
        @SuppressWarnings("unchecked") // the result of a processor that was sent here
        public @Nullable R decode(@Nullable Object result) {
            return (R) result;
        }
    }
}
