package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Await;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LargeStackTest {
    @Test
    void a_task_has_room_for_a_hundred_thousand_frames_and_its_result_comes_back() throws Exception {
        assertThat(LargeStack.call(IOException.class, () -> sum(100_000))).isEqualTo(5_000_050_000L);
    }

    private static long sum(long n) {
        return n == 0 ? 0 : n + sum(n - 1);
    }

    @Test
    void what_a_task_throws_is_thrown() {
        for (Throwable thrown :
                List.of(new IOException("x"), new IllegalStateException("x"), new AssertionError("x"))) {
            assertThatThrownBy(() -> LargeStack.call(IOException.class, () -> {
                        throw sneaky(thrown);
                    }))
                    .isSameAs(thrown);
        }
        assertThatThrownBy(() -> LargeStack.call(IOException.class, () -> endless(0)))
                .isInstanceOf(StackOverflowError.class);
    }

    private static IOException sneaky(Throwable thrown) throws IOException {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw (IOException) thrown;
    }

    private static long endless(long n) {
        return n < 0 ? n : 1 + endless(n + 1);
    }

    @Test
    void the_caller_gives_up_and_the_thread_ends_by_itself() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();

        assertThatThrownBy(() -> LargeStack.call(
                        InterruptedException.class,
                        () -> {
                            thread.set(Thread.currentThread());
                            go.await();
                            return 1;
                        },
                        Duration.ofMillis(50)))
                .isInstanceOf(TimeoutException.class);

        Await.until("the task has begun", () -> thread.get() != null);
        Thread left = Objects.requireNonNull(thread.get());
        assertThat(left.isAlive()).isTrue();
        assertThat(left.isDaemon()).isTrue();
        assertThat(left.getName()).isEqualTo("roam-deep-codec");
        go.countDown();
        Await.until("the thread has ended", () -> !left.isAlive());
    }

    @Test
    void a_task_that_is_at_work_is_waited_for() throws Exception {
        Duration patience = Duration.ofMillis(20);
        long end = System.nanoTime() + 10 * patience.toNanos();

        int result = LargeStack.call(
                IOException.class,
                () -> {
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return 1;
                },
                patience);

        assertThat(result).isEqualTo(1);
    }

    @Test
    void an_interrupt_is_kept_for_the_caller_and_does_not_reach_the_task() throws Exception {
        Thread.currentThread().interrupt();

        boolean inTask = LargeStack.call(IOException.class, Thread::interrupted);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(inTask).isFalse();
    }

    @Test
    void no_class_loader_is_held_once_the_task_has_ended() throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(callWithLoader());

        Await.until("the class loader is collected", () -> {
            System.gc();
            return loader.get() == null;
        });
    }

    /** Its loader is the context class loader, held by the task, and what that returns. */
    private static ClassLoader callWithLoader() throws Exception {
        ClassLoader loader = new ClassLoader() {};
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        caller.setContextClassLoader(loader);
        try {
            ClassLoader seen = LargeStack.call(IOException.class, () -> {
                assertThat(loader).isSameAs(Thread.currentThread().getContextClassLoader());
                return loader;
            });
            assertThat(seen).isSameAs(loader);
            return seen;
        } finally {
            caller.setContextClassLoader(before);
        }
    }
}
