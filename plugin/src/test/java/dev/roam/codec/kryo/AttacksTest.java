package dev.roam.codec.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.roam.codec.SerialFilter;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that somebody has made who knows the format. */
class AttacksTest {
    private static final int NEW = 1;
    private static final int LIST = JdkTypes.codeOf(ArrayList.class);
    private static final int SET = JdkTypes.codeOf(HashSet.class);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Sink out = new Sink();

    private static KryoFormat format() {
        return new KryoFormat(AttacksTest.class.getClassLoader(), SerialFilter.of(null));
    }

    private void refusedInBounds(String message) {
        byte[] bytes = out.toBytes();
        KryoFormat format = format();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long nanos = threads.getCurrentThreadCpuTime();

        assertThatThrownBy(() -> format.decode(bytes)).hasMessageContaining(message);
        assertThat(threads.getCurrentThreadCpuTime() - nanos).isLessThan(TimeUnit.SECONDS.toNanos(1));
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan((256L << 20) + 100L * bytes.length);
    }

    private void begin(int... codes) {
        out.writeByte(0);
        for (int code : codes) {
            out.writeVarInt(code, true);
        }
    }

    private void describe(Description.Kind kind, String name) {
        byte[] description = new Description(kind, name, null, List.of()).toBytes();
        out.writeVarInt(Classes.DESCRIBED, true);
        out.writeVarInt(description.length, true);
        out.writeBytes(description);
        out.writeByte(NEW);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                boolean[].class,
                byte[].class,
                char[].class,
                short[].class,
                int[].class,
                long[].class,
                float[].class,
                double[].class,
                ArrayList.class,
                HashSet.class,
                HashMap.class,
                ArrayDeque.class,
                TreeSet.class,
                ConcurrentHashMap.class,
                BigInteger.class
            })
    void a_length_is_not_believed(Class<?> type) {
        begin(JdkTypes.codeOf(type), NEW);
        if (type == TreeSet.class) {
            out.writeByte(0); // the natural order
        }
        out.writeVarInt(Integer.MAX_VALUE, true);
        out.writeBytes(new byte[100]);

        refusedInBounds("the bytes are damaged");
    }

    @Test
    void the_length_of_a_text_is_not_believed() {
        begin(JdkTypes.codeOf(String.class), NEW);
        out.writeVarLong(Long.MAX_VALUE, true);

        refusedInBounds("the bytes are damaged");
    }

    @Test
    void the_length_of_an_array_of_objects_is_not_believed() {
        begin();
        describe(Description.Kind.ARRAY, "[Ljava.lang.String;");
        out.writeVarInt(1 << 30, true);

        refusedInBounds("the bytes are damaged");
    }

    @Test
    void a_million_levels_are_refused() {
        begin();
        for (int i = 0; i < 1_000_000; i++) {
            out.writeByte(LIST);
            out.writeByte(NEW);
            out.writeByte(1);
        }
        out.writeByte(0);

        refusedInBounds("more than 10100 levels of objects are refused by serialFilter (maxdepth)");
    }

    /** Each set holds the two of the level before, which hold the same two: 2 to the power of 40 hash codes. */
    @Test
    void sets_that_hold_each_other_many_times_over_are_refused() {
        begin();
        writePair(40);

        refusedInBounds("their hash codes would take too long");
    }

    private int numbered;

    /** A set with two sets of the level below, both of which hold the same objects. Answers its number. */
    private int writePair(int level) {
        out.writeByte(SET);
        out.writeByte(NEW);
        int number = numbered++;
        if (level == 0) {
            out.writeByte(0);
            return number;
        }
        out.writeByte(2);
        int inner = writePair(level - 1);
        out.writeByte(LIST);
        out.writeByte(NEW);
        numbered++;
        out.writeByte(1);
        out.writeByte(SET);
        out.writeVarInt(inner + 2, true);
        return number;
    }

    @Test
    void keys_that_share_a_large_object_are_not_refused() throws Exception {
        Integer[] large = new Integer[20_000];
        Arrays.fill(large, 1);
        Map<Keyed, Integer> map = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            map.put(new Keyed(i, large), i);
        }
        byte[] bytes = Objects.requireNonNull(format().encode((byte) 0, map));

        assertThat(format().decode(bytes)).isEqualTo(map);
    }

    @Test
    void a_key_that_holds_itself_is_refused() {
        begin(SET, NEW, 1, LIST, NEW, 1, LIST);
        out.writeVarInt(1 + 2, true); // the list, which is the second object

        refusedInBounds("does not come to an end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.Object",
                "java.lang.ProcessBuilder",
                "java.lang.Thread",
                "java.util.Collections$SynchronizedList",
                "java.util.PriorityQueue",
                "java.lang.Runnable",
                "java.lang.Record",
                "java.lang.Enum",
                "int",
                "void",
                "[I",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[Ljava.lang.String;",
                "dev.roam.codec.kryo.AttacksTest",
                "dev.roam.codec.kryo.AttacksTest$Abstract",
                "",
                "[",
                "no such class",
                "dev/roam/codec/kryo/AttacksTest"
            })
    void a_class_that_is_no_bean_is_not_made(String name) {
        begin();
        describe(Description.Kind.BEAN, name);

        refusedInBounds(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.String", "java.lang.Enum", "int", "dev.roam.codec.kryo.AttacksTest$Bean"})
    void what_is_no_enum_has_no_constants(String name) {
        begin();
        describe(Description.Kind.ENUM, name);
        out.writeText("A");

        refusedInBounds(name);
    }

    @Test
    void a_number_of_no_object_and_of_no_class_is_refused() {
        begin(LIST, 50);
        refusedInBounds("Unable to resolve reference");

        out.rewind();
        begin(JdkTypes.LAST + 1, NEW);
        refusedInBounds("there is no class with number 100");

        out.rewind();
        begin(98, NEW);
        refusedInBounds("there is no class with number 98");
    }

    @Test
    void a_number_of_an_object_that_is_not_complete_is_refused() {
        begin(
                JdkTypes.codeOf(List.of(1).getClass()),
                NEW,
                1,
                JdkTypes.codeOf(List.of(1).getClass()),
                2);

        refusedInBounds("Unable to resolve reference for java.util.ImmutableCollections$List12");
    }

    @Test
    void what_is_left_over_is_refused() {
        begin(0, 0);

        refusedInBounds("1 are left over");
    }

    @Test
    void a_tree_is_not_sorted_by_what_is_no_comparator() {
        begin(JdkTypes.codeOf(TreeMap.class), NEW, LIST, NEW, 0, 0);

        refusedInBounds("java.util.ArrayList is no Comparator");
    }

    @Test
    void descriptions_that_somebody_makes_up_are_not_kept_without_end() throws Exception {
        Plans plans = new Plans(AttacksTest.class.getClassLoader(), SerialFilter.of(null));
        for (int i = 0; i < 10_000; i++) {
            byte[] description = new Description(
                            Description.Kind.BEAN,
                            Bean.class.getName(),
                            null,
                            List.of(new Description.Field("level", "field " + i, 0)))
                    .toBytes();
            assertThat(plans.get(description, 0, description.length)).isNotNull();
        }
        assertThat(plans.size()).isLessThan(5_000);
    }

    @Test
    void equal_keys_that_collide_cost_what_they_are() throws Exception {
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            map.put(key.toString(), i);
        }
        byte[] bytes = Objects.requireNonNull(format().encode((byte) 0, map));
        long nanos = threads.getCurrentThreadCpuTime();

        assertThat(format().decode(bytes)).isEqualTo(map);
        assertThat(threads.getCurrentThreadCpuTime() - nanos).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    static final class Keyed implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int id;
        private final Integer[] catalogue;

        Keyed(int id, Integer[] catalogue) {
            this.id = id;
            this.catalogue = catalogue;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Keyed keyed && keyed.id == id && catalogue != null;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    static final class Bean implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    abstract static class Abstract implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
