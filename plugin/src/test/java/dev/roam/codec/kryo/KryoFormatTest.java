package dev.roam.codec.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.util.Util;
import dev.roam.Await;
import dev.roam.codec.SerialFilter;
import dev.roam.codec.hostile.WatchingLoader;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KryoFormatTest {
    private static final byte FIRST = 42;

    private final KryoFormat format = format(null);

    private static KryoFormat format(@Nullable String filter) {
        return new KryoFormat(KryoFormatTest.class.getClassLoader(), SerialFilter.of(filter));
    }

    private byte[] encoded(Object value) {
        return Objects.requireNonNull(format.encode(FIRST, value), () -> value.getClass() + " needs Java");
    }

    @Test
    void a_text_by_itself_is_written_as_any_other_value() {
        for (String text : List.of("", "a", "ü".repeat(20), "x".repeat(100), "€".repeat(100), "\ud800")) {
            byte[] inList = encoded(Collections.singletonList(text));
            byte[] alone = encoded(text);
            int before = inList.length - (alone.length - 1);

            assertThat(Arrays.copyOfRange(inList, before, inList.length))
                    .as(text)
                    .isEqualTo(Arrays.copyOfRange(alone, 1, alone.length));
        }
    }

    @Test
    void text_of_every_kind_of_character_comes_back() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            all.append((char) c);
        }
        for (String text : List.of(all.toString(), "ÿ".repeat(33), "x".repeat(31) + "Ā", "x".repeat(200_000))) {
            assertThat(format.decode(encoded(text))).isEqualTo(text);
        }
        assertThat(encoded("x".repeat(1_000))).hasSizeLessThan(1_010);
    }

    /** The second bean takes its class, that it occurs first, its number; and of its name that it occurs first, the length, and one character. */
    @Test
    void a_class_is_described_once_in_a_value() {
        int one = encoded(new Bean[] {new Bean("a", 1)}).length;
        int two = encoded(new Bean[] {new Bean("a", 1), new Bean("b", 2)}).length;

        assertThat(two - one).isEqualTo(6);
    }

    @Test
    void what_is_not_certain_goes_to_java_whatever_holds_it() throws Exception {
        for (Object odd : List.of(new Hooked(), (Serializable & Runnable) () -> {}, new Thread.State[0].getClass())) {
            assertThat(format.encode(FIRST, odd)).isNull();
            assertThat(format.encode(FIRST, new ArrayList<>(List.of("a", odd)))).isNull();
        }
        assertThat(format.decode(encoded(new Bean("after", 1)))).isEqualTo(new Bean("after", 1));
        assertThat(format.pooled()).isEqualTo(1);
    }

    @Test
    void a_kryo_in_which_something_failed_is_not_used_again() throws Exception {
        byte[] good = encoded(new ArrayList<>(List.of(new Bean("a", 1), new Bean("b", 2))));
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> format.decode(cut))
                    .isInstanceOfAny(RuntimeException.class, UnreadableException.class);
            assertThat(format.pooled()).isZero();
            assertThat(format.decode(good)).isEqualTo(List.of(new Bean("a", 1), new Bean("b", 2)));
        }
    }

    @Test
    void a_map_that_is_changed_meanwhile_is_said_to_be() throws Exception {
        Map<Integer, String> map = new ConcurrentHashMap<>();
        map.put(0, "");
        boolean[] done = new boolean[1];
        Thread changer = new Thread(() -> {
            for (int i = 1; !isTrue(done); i++) {
                map.put(i % 1_000, "");
                map.remove((i + 500) % 1_000);
            }
        });
        changer.start();
        try {
            assertThatThrownBy(() -> {
                        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                        while (System.nanoTime() < end) {
                            assertThat(format.decode(encoded(map))).isInstanceOf(ConcurrentHashMap.class);
                        }
                    })
                    .isInstanceOf(ConcurrentModificationException.class);
        } finally {
            setTrue(done);
            changer.join();
        }
    }

    private static boolean isTrue(boolean[] flag) {
        synchronized (flag) {
            return flag[0];
        }
    }

    private static void setTrue(boolean[] flag) {
        synchronized (flag) {
            flag[0] = true;
        }
    }

    @Test
    void threads_do_not_disturb_each_other() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int seed = t;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        Bean bean = new Bean("bean " + seed + " " + i, i);
                        Map<String, Bean> map = new HashMap<>(Map.of("a", bean, "b", new Bean("b", seed)));
                        assertThat(format.decode(encoded(map))).isEqualTo(map);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_refused_class_is_neither_loaded_nor_initialised() {
        Map<String, Object> values = Map.of(
                Bean.class.getName(),
                new Bean("a", 1),
                Colour.class.getName(),
                Colour.RED,
                Point.class.getName(),
                new Point(1, 2),
                Backwards.class.getName(),
                new TreeMap<>(new Backwards()),
                "[L" + Bean.class.getName() + ";",
                new Bean[0]);
        values.forEach((name, value) -> {
            byte[] bytes = encoded(value);
            WatchingLoader loader = new WatchingLoader(KryoFormatTest.class.getName());
            KryoFormat strict = new KryoFormat(loader, SerialFilter.of("java.**;!*"));

            assertThatThrownBy(() -> strict.decode(bytes))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage(name + " is refused by serialFilter");
            assertThat(loader.asked()).isEmpty();
        });
    }

    @Test
    void what_would_be_refused_when_read_is_not_written() {
        KryoFormat strict = format("!" + Bean.class.getName());

        assertThat(strict.encode(FIRST, new ArrayList<>(List.of(new Bean("a", 1)))))
                .isNull();
        assertThat(format("!java.util.ArrayList").encode(FIRST, new ArrayList<>()))
                .isNull();
        assertThat(format("!java.util.UUID").encode(FIRST, new Holder())).isNull();
    }

    @Test
    void the_limits_of_the_filter_hold() {
        byte[] list = encoded(new ArrayList<>(Collections.nCopies(50, 1)));
        byte[] deep = encoded(new Bean[][][] {{{new Bean("a", 1)}}});

        assertThatThrownBy(() -> format("maxarray=49").decode(list))
                .hasMessage("an array of 50 elements is refused by serialFilter (maxarray)");
        assertThatThrownBy(() -> format("maxrefs=50").decode(list))
                .hasMessage("more than 50 objects are refused by serialFilter (maxrefs)");
        assertThatThrownBy(() -> format("maxbytes=" + (list.length - 1)).decode(list))
                .hasMessage(list.length + " bytes are refused by serialFilter (maxbytes)");
        assertThatThrownBy(() -> format("maxdepth=3").decode(deep))
                .hasMessage("more than 3 levels of objects are refused by serialFilter (maxdepth)");
    }

    @Test
    void a_codec_that_nobody_holds_does_not_hold_the_application() throws Exception {
        WeakReference<ClassLoader> application = useInAnApplication();

        Await.until("it is collected", () -> {
            System.gc();
            return application.get() == null;
        });
    }

    private WeakReference<ClassLoader> useInAnApplication() throws Exception {
        ClassLoader application = new WatchingLoader(KryoFormatTest.class.getName());
        KryoFormat its = new KryoFormat(application, SerialFilter.of(null));
        Object decoded = its.decode(encoded(new ArrayList<>(List.of(new Bean("a", 1), Colour.RED, new Point(1, 2)))));
        assertThat(((List<?>) decoded).get(0).getClass().getClassLoader()).isSameAs(application);
        assertThat(its.encode(FIRST, decoded)).isNotNull();
        return new WeakReference<>(application);
    }

    @Test
    void kryo_does_without_unsafe_and_the_property_is_as_before() {
        String before = System.getProperty("kryo.unsafe");
        System.setProperty("kryo.unsafe", "as before");
        try {
            QuietKryo.load();
            assertThat(System.getProperty("kryo.unsafe")).isEqualTo("as before");
        } finally {
            if (before == null) {
                System.clearProperty("kryo.unsafe");
            }
        }
        assertThat(Util.isUnsafeAvailable()).isFalse();
    }

    enum Colour {
        RED
    }

    record Point(int x, int y) implements Serializable {}

    static final class Backwards implements Comparator<String>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(String a, String b) {
            return b.compareTo(a);
        }
    }

    static final class Hooked implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    static final class Holder implements Serializable {
        private static final long serialVersionUID = 1L;
        final UUID id = new UUID(1, 2);
    }

    static final class Bean implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int number;
        private final String name;

        Bean(String name, int number) {
            this.name = name;
            this.number = number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bean bean && bean.name.equals(name) && bean.number == number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, number);
        }
    }
}
