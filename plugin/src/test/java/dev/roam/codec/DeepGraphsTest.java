package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Vector;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are nested more deeply than a thread has stack for. */
class DeepGraphsTest {
    private static final int DEEPEST = 10_000;
    private static final int SMALL_STACK = 512 << 10;
    private static final int USUAL_STACK = 1 << 20;

    private static Codec codec(@Nullable String filter) {
        return new JavaCodec(DeepGraphsTest.class.getClassLoader(), SerialFilter.of(filter));
    }

    static Stream<Arguments> kinds_and_stacks() {
        return Stream.of(DeepGraphs.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, SMALL_STACK), Arguments.of(kind, USUAL_STACK)));
    }

    @ParameterizedTest
    @MethodSource("kinds_and_stacks")
    void what_is_ten_thousand_levels_deep_is_written_and_read(DeepGraphs kind, int stack) throws Exception {
        Object value = kind.nested(DEEPEST);

        Object decoded = onThreadOf(stack, () -> codec(null).decode(codec(null).encode(value)));

        assertThat(kind.levels(decoded)).isEqualTo(DEEPEST);
    }

    /** A reader counts a reference to what it has read already as a level, and the superclass of the last object, too. */
    @Test
    void the_last_level_may_hold_what_has_been_written_before() throws Exception {
        List<Object> value = new ArrayList<>(List.of("x"));
        for (int level = 1; level < DEEPEST; level++) {
            value = new ArrayList<>(List.of("x", value));
        }
        Object outermost = value;

        Object decoded =
                onThreadOf(SMALL_STACK, () -> codec(null).decode(codec(null).encode(outermost)));

        int levels = 1;
        for (List<?> list = (List<?>) decoded; list.size() > 1; list = (List<?>) list.get(1)) {
            levels++;
        }
        assertThat(levels).isEqualTo(DEEPEST);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_deeper_than_it_may_be_read_is_refused_when_it_is_written(DeepGraphs kind) throws Exception {
        for (int levels : new int[] {DEEPEST + 1, DEEPEST + 2, 100_000}) {
            Object value = kind.nested(levels);
            Callable<byte[]> encoding = () -> codec(null).encode(value);

            assertThatThrownBy(() -> onThreadOf(SMALL_STACK, encoding))
                    .isInstanceOfSatisfying(EncodeException.class, e -> assertThat(e.retryable())
                            .isFalse())
                    .hasMessageContaining(value.getClass().getName() + " is nested too deeply to be read back")
                    .hasMessageContaining("more than 10000 levels: keep such chains in a collection");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_depth_that_the_user_allows_is_kept_when_it_is_written(DeepGraphs kind) throws Exception {
        for (int levels : new int[] {2, 3, 20, 300}) {
            Codec strict = codec("maxdepth=" + levels);

            assertThat(kind.levels(strict.decode(strict.encode(kind.nested(levels - 1)))))
                    .isEqualTo(levels - 1);
            assertThatThrownBy(() -> strict.encode(kind.nested(levels + 1)))
                    .isInstanceOf(EncodeException.class)
                    .hasMessageContaining("more than " + levels + " levels");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LISTS", "MAPS", "ARRAYS", "RECORDS"})
    void the_last_level_that_the_user_allows_may_hold_what_holds_nothing(DeepGraphs kind) throws Exception {
        Codec strict = codec("maxdepth=20");

        assertThat(kind.levels(strict.decode(strict.encode(kind.nested(20))))).isEqualTo(20);
    }

    @Test
    void a_refused_class_is_named_whatever_the_classes_above_it_catch() {
        for (DeepGraphs kind : new DeepGraphs[] {DeepGraphs.SWALLOWING, DeepGraphs.WRAPPING, DeepGraphs.HOOKED}) {
            Object value = kind.around(kind.around(new DeepGraphs.Link(null)));
            Codec strict = codec("!" + DeepGraphs.Link.class.getName());

            EncodeException e = catchThrowableOfType(EncodeException.class, () -> strict.encode(value));

            assertThat(e.retryable()).isFalse();
            assertThat(e).hasMessageContaining("Link is refused by serialFilter");
            assertThatThrownBy(() -> strict.decode(codec(null).encode(value)))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("Link is refused by serialFilter");
        }
    }

    @Test
    void an_exception_of_the_application_is_told_even_if_its_class_is_not_on_the_allow_list() {
        Codec strict = codec("dev.roam.**;!*");

        assertThatThrownBy(() -> strict.encode(new DeepGraphs.Bean(new Object())))
                .isInstanceOf(EncodeException.class)
                .hasMessage("next : java.lang.Object is not Serializable");
    }

    /** In a JVM of its own, which tells of each exception that it makes: an overflow that is caught has done its harm already. */
    @Test
    void no_overflow_of_the_stack_is_provoked() throws Exception {
        assertThat(overflowsIn("deep")).isEmpty();
        assertThat(overflowsIn("overflow")).as("what this test looks for").isNotEmpty();
    }

    private static List<String> overflowsIn(String task) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:exceptions=info",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeepGraphsTest.class.getName(),
                        task)
                .redirectErrorStream(true)
                .start();
        List<String> overflows = new ArrayList<>();
        boolean done = false;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                done |= line.equals("done");
                if (line.contains("StackOverflowError'")) {
                    overflows.add(line);
                }
            }
        }
        assertThat(process.waitFor()).isZero();
        assertThat(done).isTrue();
        return overflows;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("overflow")) {
            assertThatThrownBy(() -> codec(null).encode(new Recursing(true))).isInstanceOf(EncodeException.class);
        } else {
            for (DeepGraphs kind : DeepGraphs.values()) {
                for (int levels : new int[] {70, 150, 400, DEEPEST}) {
                    roundTrip(kind, levels);
                }
                assertThatThrownBy(
                                () -> onThreadOf(SMALL_STACK, () -> codec(null).encode(kind.nested(50_000))))
                        .isInstanceOf(EncodeException.class);
            }
        }
        System.out.println("done");
    }

    private static void roundTrip(DeepGraphs kind, int levels) throws Exception {
        for (int stack : new int[] {SMALL_STACK, USUAL_STACK}) {
            Object decoded =
                    onThreadOf(stack, () -> codec(null).decode(codec(null).encode(kind.nested(levels))));
            assertThat(kind.levels(decoded)).isEqualTo(levels);
        }
    }

    @Test
    void a_hook_that_recurses_by_itself_is_an_exception_of_the_codec() throws Exception {
        EncodeException e =
                catchThrowableOfType(EncodeException.class, () -> codec(null).encode(new Recursing(true)));
        assertThat(e).hasMessageContaining("Recursing is nested too deeply");
        assertThat(e.retryable()).isFalse();

        byte[] bytes = codec(null).encode(new Recursing(false));
        assertThatThrownBy(() -> codec(null).decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    @SuppressWarnings("JdkObsolete") // its lock is what this is about
    void a_lock_of_the_calling_thread_that_the_writing_needs_ends_in_a_retry_and_not_in_a_deadlock() throws Exception {
        Codec impatient =
                new JavaCodec(DeepGraphsTest.class.getClassLoader(), SerialFilter.of(null), Duration.ofMillis(100));
        for (Object lock : List.of(new Vector<>(), Collections.synchronizedMap(new HashMap<>()))) {
            Object value = lock;
            for (int i = 0; i < 1_000; i++) {
                value = new DeepGraphs.Bean(value);
            }
            Object deep = value;
            synchronized (lock) {
                EncodeException e = catchThrowableOfType(EncodeException.class, () -> impatient.encode(deep));
                assertThat(e.retryable()).isTrue();
                assertThat(e).hasMessageContaining("Bean is so deep").hasMessageContaining("needs a lock");
            }
            assertThat(impatient.encode(deep)).as("with the lock released").isNotEmpty();
        }
    }

    @Test
    void the_hooks_see_the_callers_context_class_loader_and_thread_locals() throws Exception {
        ClassLoader loader = new ClassLoader() {};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Asking.REQUEST.set("the caller's");
        try {
            Object value = new Asking();
            for (int i = 0; i < 1_000; i++) {
                value = new DeepGraphs.Bean(value);
            }
            Asking.SEEN.clear();
            codec(null).decode(codec(null).encode(value));
        } finally {
            Asking.REQUEST.remove();
            thread.setContextClassLoader(before);
        }
        // Writing on the calling thread never came so far.
        assertThat(Asking.SEEN)
                .containsExactly(
                        new Answer("write", LargeStack.THREAD_NAME, loader, "the caller's"),
                        new Answer("read", LargeStack.THREAD_NAME, loader, "the caller's"));
    }

    @Test
    void an_interrupt_neither_ends_the_encoding_nor_is_it_lost() throws Exception {
        Object value = DeepGraphs.BEANS.nested(2_000);

        Thread.currentThread().interrupt();
        byte[] bytes = codec(null).encode(value);
        assertThat(Thread.interrupted()).isTrue();

        Thread.currentThread().interrupt();
        Object decoded = codec(null).decode(bytes);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(DeepGraphs.BEANS.levels(decoded)).isEqualTo(2_000);
    }

    private static <T> T onThreadOf(long stack, Callable<T> task) throws Exception {
        FutureTask<T> running = new FutureTask<>(task);
        Thread thread = new Thread(null, running, "stack of " + stack, stack);
        thread.start();
        thread.join();
        try {
            return running.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Overflows any stack, and no fault of the stream's. */
    static final class Recursing implements Serializable {
        private static final long serialVersionUID = 1L;
        private final boolean writing;

        Recursing(boolean writing) {
            this.writing = writing;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            if (writing) {
                endless(0);
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            endless(0);
        }

        private static long endless(long n) {
            return n < 0 ? n : 1 + endless(n + 1);
        }
    }

    /** Notes where its hooks run. */
    static final class Asking implements Serializable {
        static final InheritableThreadLocal<String> REQUEST = new InheritableThreadLocal<>();
        static final List<Answer> SEEN = new CopyOnWriteArrayList<>();
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            note("write");
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            note("read");
        }

        private static void note(String what) {
            Thread thread = Thread.currentThread();
            SEEN.add(new Answer(what, thread.getName(), thread.getContextClassLoader(), REQUEST.get()));
        }
    }

    record Answer(String hook, String thread, ClassLoader loader, @Nullable String request) {}
}
