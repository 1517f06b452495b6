package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that no {@link JavaCodec} wrote, or not this one's version. */
class DamagedBytesTest {
    private final Codec codec = new JavaCodec(getClass().getClassLoader(), SerialFilter.of(null));

    @Test
    void an_unknown_format_names_a_newer_roam() {
        assertThatThrownBy(() -> codec.decode(new byte[] {7, 1, 2}))
                .isInstanceOf(DecodeException.class)
                .hasMessage("unknown format 7: a newer Roam wrote this value; update this node");
        assertThatThrownBy(() -> codec.decode(new byte[] {0, 1, 2}))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("format KRYO: a newer Roam");
        assertThatThrownBy(() -> codec.decode(new byte[0]))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("no bytes");
    }

    @Test
    void an_array_longer_than_the_stream_can_hold_is_not_allocated() throws Exception {
        byte[] bytes = codec.encode(new long[] {1});
        int length = bytes.length - Long.BYTES - Integer.BYTES;
        bytes[length] = 0x04; // 64 Mi longs, within the limit of the filter

        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("more than the bytes can hold");
    }

    @Test
    void sparse_collections_are_within_the_bound_on_arrays() throws Exception {
        Map<Object, Object> sparse = new HashMap<>(16, 0.25f);
        IdentityHashMap<Object, Object> identity = new IdentityHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            sparse.put((byte) i + "" + i, null);
            identity.put(i, null);
        }
        assertThat(codec.decode(codec.encode(sparse))).isEqualTo(sparse);
        assertThat((Map<?, ?>) codec.decode(codec.encode(identity))).hasSize(20_000);
        assertThat(codec.decode(codec.encode(new HashMap<>(1 << 20)))).isEqualTo(Map.of());
        assertThat((ArrayDeque<?>) codec.decode(codec.encode(new ArrayDeque<>(1 << 20))))
                .isEmpty();
        assertThat((PriorityQueue<?>) codec.decode(codec.encode(new PriorityQueue<>(1 << 20))))
                .isEmpty();
    }

    @Test
    void damaged_bytes_are_never_more_than_a_decode_exception() throws Exception {
        long seed = 20_240_611;
        Random random = new Random(seed);
        List<byte[]> sources = new ArrayList<>();
        for (Object value : JavaCodecTest.values()) {
            sources.add(codec.encode(value));
        }
        sources.add(codec.encode(new LinkedHashMap<>(
                Map.of("k", new JavaCodecTest.Item[] {new JavaCodecTest.Item("x")}, "l", JavaCodecTest.chain(5)))));
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = damaged(sources.get(random.nextInt(sources.size())), random);
            try {
                assertThat(codec.decode(bytes)).isNotNull();
            } catch (DecodeException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 1; i--) {
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
