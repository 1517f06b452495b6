package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.codec.hostile.Canary;
import dev.roam.codec.hostile.JavaBytes;
import dev.roam.codec.hostile.Scales;
import dev.roam.codec.hostile.WatchingLoader;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on Java's format that chance would hardly find. Each must be refused, in little time and memory. */
class HandMadeAttacksTest implements ObjectStreamConstants {
    private static final int FIRST_HANDLE = baseWireHandle;
    private static final int A_MILLION = 1_000_000;

    private final Codec codec = Codecs.of(
            "java", new WatchingLoader(Canary.class.getName()), SerialFilter.of("!" + Canary.class.getName() + "*"));

    static Stream<Arguments> attacks() {
        Map<String, byte[]> attacks = new LinkedHashMap<>();
        for (String type : List.of("[I", "[J", "[Ljava.lang.Object;", "[[Ljava.lang.String;")) {
            attacks.put(
                    "huge array of type " + type, array(type, Integer.MAX_VALUE).bytes());
            attacks.put("negative array of type " + type, array(type, -1).bytes());
        }
        attacks.put("reference to nowhere", bytes(out -> out.u1(TC_REFERENCE).u4(FIRST_HANDLE + 9)));
        attacks.put(
                "reference before the first", bytes(out -> out.u1(TC_REFERENCE).u4(1)));
        attacks.put("class described by a reference to nowhere", bytes(out -> out.u1(TC_OBJECT, TC_REFERENCE)
                .u4(FIRST_HANDLE + 1)));
        attacks.put("class that describes itself as its superclass", bytes(out -> out.u1(TC_OBJECT, TC_CLASSDESC)
                .text("java.util.ArrayList")
                .u8(0)
                .u1(SC_SERIALIZABLE)
                .u2(0)
                .u1(TC_ENDBLOCKDATA, TC_REFERENCE)
                .u4(FIRST_HANDLE)));
        for (String name : List.of(
                "java.lang.Object",
                "java.lang.Number",
                "java.lang.Comparable",
                "java.lang.Enum",
                "java.lang.Thread",
                "int",
                "void",
                "[[[[[",
                "[".repeat(300) + "I",
                "",
                "no.such.Class",
                Canary.class.getName())) {
            attacks.put(
                    "object of class " + name, bytes(out -> out.u1(TC_OBJECT).described(name, SC_SERIALIZABLE)));
        }
        attacks.put("constant that does not exist", bytes(out -> out.u1(TC_ENUM)
                .described("java.util.concurrent.TimeUnit", SC_SERIALIZABLE | SC_ENUM)
                .u1(TC_STRING)
                .text("FORTNIGHTS")));
        attacks.put(
                "text that is no UTF-8", bytes(out -> out.u1(TC_STRING).u2(3).u1(0xff, 0xfe, 0xfd)));
        attacks.put(
                "text longer than the bytes", bytes(out -> out.u1(TC_LONGSTRING).u8(Long.MAX_VALUE)));
        attacks.put("proxy of 65,535 interfaces", bytes(out -> out.u1(TC_OBJECT, TC_PROXYCLASSDESC)
                .u4(65_535)));
        attacks.put("proxy of a class", bytes(out -> out.u1(TC_OBJECT, TC_PROXYCLASSDESC)
                .u4(1)
                .text("java.lang.String")
                .u1(TC_ENDBLOCKDATA, TC_NULL)));
        attacks.put("arrays, a million deep", nested(out -> array(out, "[Ljava.lang.Object;", 1)));
        attacks.put("immutable map of one and a half entries", bytes(out -> out.u1(TC_OBJECT, TC_CLASSDESC)
                .text("java.util.CollSer")
                .u8(6309168927139932177L)
                .u1(SC_SERIALIZABLE | SC_WRITE_METHOD)
                .u2(1)
                .u1('I')
                .text("tag")
                .u1(TC_ENDBLOCKDATA, TC_NULL)
                .u4(3)
                .u1(TC_BLOCKDATA, 4)
                .u4(1)
                .u1(TC_STRING)
                .text("a")
                .u1(TC_ENDBLOCKDATA)));
        attacks.put("null", bytes(out -> out.u1(TC_NULL)));
        return attacks.entrySet().stream().map(attack -> Arguments.of(attack.getKey(), attack.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void an_attack_is_refused(String name, byte[] bytes) {
        System.clearProperty(Canary.SONG);
        Scales scales = new Scales();
        scales.start();

        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(DecodeException.class);

        assertThat(scales.millis()).isLessThan(1_000);
        assertThat(scales.bytes()).isLessThan((16 << 20) + 20L * bytes.length);
        assertThat(System.getProperty(Canary.SONG)).isNull();
    }

    private static byte[] bytes(Consumer<JavaBytes> writing) {
        JavaBytes out = new JavaBytes();
        writing.accept(out);
        return out.bytes();
    }

    private static JavaBytes array(String type, int length) {
        return array(new JavaBytes(), type, length);
    }

    private static JavaBytes array(JavaBytes out, String type, int length) {
        return out.u1(TC_ARRAY).described(type, SC_SERIALIZABLE).u4(length);
    }

    private static byte[] nested(Consumer<JavaBytes> first) {
        return bytes(out -> {
            first.accept(out);
            for (int i = 0; i < A_MILLION; i++) {
                out.u1(TC_ARRAY, TC_REFERENCE).u4(FIRST_HANDLE).u4(1);
            }
        });
    }

    /** Values that are slow, large or harmful to read; in good order, so that a node of one's own could have written them. */
    static Stream<Arguments> bombs() {
        Map<String, Object> bombs = new LinkedHashMap<>();
        Map<String, Integer> colliding = new HashMap<>();
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            colliding.put(key.toString(), i);
        }
        bombs.put("4,096 texts of one hash", colliding);
        Set<Object> beans = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            beans.add(new Colliding(i));
        }
        bombs.put("1,000 beans of one hash", beans);
        bombs.put("number with a huge scale", new BigDecimal("1E+2000000000"));
        Object shared = new ArrayList<>(List.of("x"));
        for (int i = 0; i < 60; i++) {
            shared = new Object[] {shared, shared};
        }
        bombs.put("2^60 paths through arrays", shared);
        Set<Object> doubling = new HashSet<>();
        for (int i = 0; i < 14; i++) {
            doubling = new HashSet<>(List.of(doubling, new HashSet<>(List.of(doubling, "x"))));
        }
        bombs.put("sets in sets, 2^14 hashes", doubling);
        return Codecs.NAMES.stream().flatMap(serializer -> bombs.entrySet().stream()
                .map(bomb -> Arguments.of(serializer, bomb.getKey(), bomb.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bombs")
    void a_bomb_is_read_in_time(String serializer, String name, Object value) throws Exception {
        Codec its = Codecs.of(serializer, getClass().getClassLoader(), SerialFilter.of(null));
        byte[] bytes = its.encode(value);
        Scales scales = new Scales();
        scales.start();

        assertThat(its.decode(bytes)).hasSameClassAs(value);

        assertThat(scales.millis()).isLessThan(1_000);
        assertThat(scales.bytes()).isLessThan((64 << 20) + 200L * bytes.length);
    }

    /** As queues hold them; reading these would wait for it for ever. */
    @Test
    void a_lock_that_was_made_to_be_locked_is_refused() throws Exception {
        String good = new String(codec.encode(new ReentrantLock()), StandardCharsets.ISO_8859_1);
        int from = good.lastIndexOf("java.util.concurrent.locks.ReentrantLock$Sync") - 3;
        int to = good.indexOf("java.util.concurrent.locks.AbstractQueuedSynchronizer") - 3;
        String bad = good.substring(0, from) + good.substring(to, good.length() - 1) + '\1';

        assertThatThrownBy(() -> codec.decode(bad.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("a lock that is held");
        assertThat(codec.decode(codec.encode(new ReentrantLock()))).isInstanceOf(ReentrantLock.class);
    }

    @Test
    void elements_and_keys_of_refused_classes_run_no_code() throws Exception {
        for (String serializer : Codecs.NAMES) {
            Codec open = Codecs.of(serializer, getClass().getClassLoader(), SerialFilter.of("*"));
            Codec strict = Codecs.of(
                    serializer,
                    new WatchingLoader(Canary.class.getName()),
                    SerialFilter.of("!" + Canary.class.getName() + "*"));
            for (Object value : List.of(
                    new Canary(),
                    new Canary.Plain(),
                    Canary.Kind.TWO,
                    new Canary.Box(1),
                    new Canary[] {new Canary()},
                    new TreeMap<>(Map.of(new Canary(), 1)),
                    new HashMap<>(Map.of(new Canary(), 1)),
                    new PriorityQueue<>(List.of(new Canary(), new Canary())))) {
                byte[] bytes = open.encode(value);
                System.clearProperty(Canary.SONG);

                assertThatThrownBy(() -> strict.decode(bytes)).isInstanceOf(DecodeException.class);

                assertThat(System.getProperty(Canary.SONG)).isNull();
            }
        }
    }

    record Colliding(int number) implements Serializable {
        @Override
        public int hashCode() {
            return 1;
        }
    }
}
