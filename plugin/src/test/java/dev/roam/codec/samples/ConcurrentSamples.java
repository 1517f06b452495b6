package dev.roam.codec.samples;

import static dev.roam.codec.samples.CollectionSamples.filled;
import static dev.roam.codec.samples.CollectionSamples.numbers;
import static dev.roam.codec.samples.CollectionSamples.withNull;

import dev.roam.codec.samples.CollectionSamples.ByLength;
import dev.roam.codec.samples.CollectionSamples.Plain;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

final class ConcurrentSamples {
    private ConcurrentSamples() {}

    static List<Sample> samples() {
        Topic topic = new Topic("`java.util.concurrent`");
        topic.add("`ConcurrentHashMap`", () -> numbers(new ConcurrentHashMap<>(), 50))
                .add("empty `ConcurrentHashMap`", () -> new ConcurrentHashMap<>())
                .add("`ConcurrentHashMap.newKeySet`", () -> filled(ConcurrentHashMap.newKeySet(), "a", "b"))
                .add("`keySet` of a `ConcurrentHashMap`", () -> numbers(new ConcurrentHashMap<>(), 3)
                        .keySet())
                .add("`keySet` of a `ConcurrentHashMap` with a value for new keys", ConcurrentSamples::withValue)
                .add("`ConcurrentSkipListMap`", () -> numbers(new ConcurrentSkipListMap<>(), 5))
                .add("`ConcurrentSkipListMap` with a comparator", () -> new ConcurrentSkipListMap<>(new ByLength()))
                .add("`ConcurrentSkipListSet`", () -> filled(new ConcurrentSkipListSet<>(), 3, 1))
                .add("`CopyOnWriteArrayList`", () -> withNull(new CopyOnWriteArrayList<>(), "a"))
                .add("`CopyOnWriteArraySet`", () -> filled(new CopyOnWriteArraySet<>(), "b", "a"));
        queues(topic);
        atomics(topic);
        return topic.samples();
    }

    private static void queues(Topic topic) {
        topic.add("`ConcurrentLinkedQueue`", () -> filled(new ConcurrentLinkedQueue<>(), "a", "b"))
                .add("`ConcurrentLinkedDeque`", () -> filled(new ConcurrentLinkedDeque<>(), "a", "b"))
                .add("`ArrayBlockingQueue`", () -> filled(new ArrayBlockingQueue<>(3), "a", "b"))
                .add("fair `ArrayBlockingQueue`", () -> filled(new ArrayBlockingQueue<>(3, true), "a"))
                .add("`LinkedBlockingQueue`", () -> filled(new LinkedBlockingQueue<>(), "a"))
                .add("bounded `LinkedBlockingQueue`", () -> filled(new LinkedBlockingQueue<>(3), "a", "b"))
                .add("bounded `LinkedBlockingDeque`", () -> filled(new LinkedBlockingDeque<>(3), "a", "b"))
                .add("`LinkedTransferQueue`", () -> filled(new LinkedTransferQueue<>(), "a", "b"))
                .add("`PriorityBlockingQueue`", () -> filled(new PriorityBlockingQueue<>(), 3, 1, 2))
                .add("`PriorityBlockingQueue` with a comparator", () -> filled(byLength(), "ccc", "a"))
                .add("`SynchronousQueue`", () -> new SynchronousQueue<>(true));
    }

    private static void atomics(Topic topic) {
        topic.add("`AtomicBoolean`", () -> new AtomicBoolean(true))
                .add("`AtomicInteger`", () -> new AtomicInteger(-1))
                .add("`AtomicLong`", () -> new AtomicLong(Long.MIN_VALUE))
                .add("`AtomicReference`", () -> new AtomicReference<>(new Plain("a")))
                .add("empty `AtomicReference`", () -> new AtomicReference<>())
                .add("`AtomicReference` to itself", ConcurrentSamples::toItself)
                .add("`AtomicIntegerArray`", () -> new AtomicIntegerArray(new int[] {1, 2}))
                .add("`AtomicLongArray`", () -> new AtomicLongArray(new long[] {1, 2}))
                .add("`AtomicReferenceArray`", () -> new AtomicReferenceArray<>(new Object[] {1, new Plain("a")}))
                .add("`LongAdder`", ConcurrentSamples::added)
                .add("`DoubleAdder`", () -> new DoubleAdder())
                .add("`ReentrantLock`", () -> new ReentrantLock(true))
                .add("`ReentrantReadWriteLock`", () -> new ReentrantReadWriteLock())
                .add("`StampedLock`", () -> new StampedLock())
                .add("`Semaphore`", () -> new Semaphore(3, true));
    }

    @SuppressWarnings("UnnecessaryAsync") // the set is a view of exactly this map
    private static Object withValue() {
        ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();
        var keys = map.keySet(7);
        keys.add("a");
        return keys;
    }

    private static PriorityBlockingQueue<String> byLength() {
        return new PriorityBlockingQueue<>(4, new ByLength());
    }

    private static Object toItself() {
        AtomicReference<Object> reference = new AtomicReference<>();
        reference.set(reference);
        return reference;
    }

    private static Object added() {
        LongAdder adder = new LongAdder();
        adder.add(5);
        return adder;
    }
}
