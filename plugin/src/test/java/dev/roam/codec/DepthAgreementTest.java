package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether writing and reading count levels alike, over random values and all small limits. */
class DepthAgreementTest {
    private static final int MOST = 14;

    private static final Codec OPEN = codec("*");

    private static Codec codec(String filter) {
        return new JavaCodec(DepthAgreementTest.class.getClassLoader(), SerialFilter.of(filter));
    }

    @Test
    void what_is_written_under_a_limit_is_read_under_it_and_at_most_one_level_is_given_away() throws Exception {
        Codec[] limited = new Codec[MOST];
        for (int i = 0; i < MOST; i++) {
            limited[i] = codec("*;maxdepth=" + i);
        }
        int[] outcomes = new int[3];
        for (int seed = 0; seed < 3_000; seed++) {
            Object value = new Values(new Random(seed)).next(0);
            byte[] bytes = OPEN.encode(value);
            for (int i = 0; i < MOST; i++) {
                boolean written = isWritten(limited[i], value);
                boolean read = isRead(limited[i], bytes);
                String what = "seed " + seed + ", maxdepth " + i + ", " + value;
                assertThat(!written || read)
                        .as("written, so it can be read: " + what)
                        .isTrue();
                if (!written && i > 0) {
                    assertThat(isRead(limited[i - 1], bytes))
                            .as("refused, so its last level is near: " + what)
                            .isFalse();
                }
                outcomes[written ? 0 : read ? 1 : 2]++;
            }
        }
        assertThat(outcomes).as("written, given away, refused by both").doesNotContain(0);
    }

    private static boolean isWritten(Codec codec, Object value) {
        try {
            codec.encode(value);
            return true;
        } catch (EncodeException e) {
            assertThat(e).hasMessageContaining("nested too deeply");
            return false;
        }
    }

    private static boolean isRead(Codec codec, byte[] bytes) {
        try {
            codec.decode(bytes);
            return true;
        } catch (DecodeException e) {
            assertThat(e).hasMessageContaining("refused by serialFilter (depth ");
            return false;
        }
    }

    /** Makes values that use each way in which a stream can nest. */
    private static final class Values {
        private final Random random;
        private final List<Object> made = new ArrayList<>();

        Values(Random random) {
            this.random = random;
        }

        @Nullable
        Object maybe(int depth) {
            return random.nextInt(4) == 0 ? null : next(depth);
        }

        Object next(int depth) {
            Object value = make(depth >= 9 ? random.nextInt(6) : random.nextInt(14), depth + 1);
            made.add(value);
            return value;
        }

        private Object make(int kind, int depth) {
            return switch (kind) {
                case 0 -> "text " + random.nextInt(3);
                case 1 -> random.nextInt(3);
                case 2 -> random.nextBoolean() ? TimeUnit.DAYS : TimeUnit.HOURS;
                case 3 -> random.nextBoolean() ? Third.class : int[].class;
                case 4 -> made.isEmpty() ? new int[2] : made.get(random.nextInt(made.size()));
                case 5 -> new Second(null);
                case 6, 7 -> new First(maybe(depth));
                case 8 -> new Third(maybe(depth), maybe(depth));
                case 9 -> new Object[] {maybe(depth), maybe(depth)};
                case 10 -> new DeepGraphs.Hooked(maybe(depth));
                case 11 -> DeepGraphs.EXTERNALIZABLES.around(maybe(depth));
                case 12 ->
                    Proxy.newProxyInstance(
                            Values.class.getClassLoader(),
                            new Class<?>[] {Runnable.class},
                            new JavaCodecTest.Answering("text " + random.nextInt(3)));
                default -> new ArrayList<>(List.of(next(depth)));
            };
        }
    }

    static class First implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // what it holds is Serializable
        final @Nullable Object one;

        First(@Nullable Object one) {
            this.one = one;
        }
    }

    static class Second extends First {
        private static final long serialVersionUID = 1L;

        Second(@Nullable Object one) {
            super(one);
        }
    }

    static final class Third extends Second {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // what it holds is Serializable
        final @Nullable Object two;

        Third(@Nullable Object one, @Nullable Object two) {
            super(one);
            this.two = two;
        }
    }
}
