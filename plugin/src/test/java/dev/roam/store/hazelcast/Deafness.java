package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import dev.roam.Await;
import dev.roam.record.Operation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Holds up the threads on which a member takes in the answers of other members, so that none arrives; messages to it arrive all the same. */
final class Deafness {
    private Deafness() {}

    /** Returns when the member is deaf; {@code key} must be another member's, and free. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void of(HazelcastInstance member, String map, String key, CountDownLatch release) {
        IMap<String, StoredRecord> records = member.getMap(map);
        int threads = new HazelcastProperties(member.getConfig()).getInteger(ClusterProperty.RESPONSE_THREAD_COUNT);
        Set<Thread> held = ConcurrentHashMap.newKeySet();
        Thread self = Thread.currentThread();
        Await.until("all threads that take in answers are held", () -> {
            ((MapProxyImpl<String, StoredRecord>) records)
                    .executeOnKeyInternal(key, new OperationProcessor(new Operation.Forget()))
                    .whenCompleteAsync(
                            (answer, failure) -> {
                                // On this thread, if the answer was here before it was waited for.
                                if (Thread.currentThread() != self) {
                                    held.add(Thread.currentThread());
                                    hold(release);
                                }
                            },
                            Runnable::run);
            return held.size() == threads;
        });
    }

    private static void hold(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
