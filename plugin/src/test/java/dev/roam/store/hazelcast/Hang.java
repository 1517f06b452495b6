package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Holds up the partition thread of a key's owner, as a long pause would. */
final class Hang implements EntryProcessor<String, StoredRecord, @Nullable Void> {
    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch started = new CountDownLatch(1);
    private final transient CountDownLatch release;

    private Hang(CountDownLatch release) {
        this.release = release;
    }

    /** Returns when the thread is held; {@code owner} must own the key, so that nothing is serialised. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void on(HazelcastInstance owner, String map, String key, CountDownLatch release)
            throws InterruptedException {
        IMap<String, StoredRecord> records = owner.getMap(map);
        Hang hang = new Hang(release);
        records.submitToKey(key, hang).toCompletableFuture();
        hang.started.await();
    }

    @Override
    public @Nullable Void process(Map.Entry<String, StoredRecord> entry) {
        started.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    @Override
    public @Nullable EntryProcessor<String, StoredRecord, @Nullable Void> getBackupProcessor() {
        return null;
    }
}
