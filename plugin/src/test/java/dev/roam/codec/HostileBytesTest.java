package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.codec.hostile.Canary;
import dev.roam.codec.hostile.Mutations;
import dev.roam.codec.hostile.Scales;
import dev.roam.codec.hostile.WatchingLoader;
import dev.roam.codec.samples.Sample;
import dev.roam.codec.samples.Samples;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A million inputs, each of which must be decoded or refused, by {@link DecodeException} and nothing else, in bounded time and memory, with no code run
 * of a class that the filter refuses.
 *
 * <p>{@code -Droam.fuzz.seed} repeats a run, {@code -Droam.fuzz.inputs} changes how many inputs there are for each serializer.
 */
class HostileBytesTest {
    private static final long SEED = Long.getLong("roam.fuzz.seed", 20_261_129);
    private static final int INPUTS = Integer.getInteger("roam.fuzz.inputs", 500_000);
    private static final long MOST_MILLIS = 1_000;
    private static final long MOST_BYTES = 64 << 20;
    private static final long MOST_BYTES_A_BYTE = 400;
    private static final String NO_CANARIES = "!" + Canary.class.getName() + "*";
    private static final String ALLOWED = "dev.roam.codec.samples.";

    static final List<String> SERIALIZERS = Codecs.NAMES;

    private final WatchingLoader loader = new WatchingLoader(Canary.class.getName());

    @ParameterizedTest
    @FieldSource("SERIALIZERS")
    void mutated_encodings_are_decoded_or_refused(String serializer) throws Exception {
        Codec codec = Codecs.of(serializer, loader, SerialFilter.of(NO_CANARIES));
        Mutations mutations = new Mutations(corpus(serializer));

        int refused = refusedOf(INPUTS, codec, (random, i) -> mutations.next(random));

        assertThat(refused).isBetween(INPUTS / 2, INPUTS - INPUTS / 100);
    }

    @ParameterizedTest
    @FieldSource("SERIALIZERS")
    void random_bytes_are_decoded_or_refused(String serializer) {
        Codec codec = Codecs.of(serializer, loader, SerialFilter.of(NO_CANARIES));
        int inputs = INPUTS / 5;

        int refused = refusedOf(inputs, codec, (random, i) -> {
            byte[] bytes = new byte[6 + random.nextInt(100)];
            random.nextBytes(bytes);
            byte[] start = i % 2 == 0 ? new byte[] {0} : new byte[] {1, (byte) 0xac, (byte) 0xed, 0, 5};
            System.arraycopy(start, 0, bytes, 0, start.length);
            return bytes;
        });

        assertThat(refused).isGreaterThan(inputs / 2);
    }

    @Test
    void under_an_allow_list_the_compact_format_loads_no_class_that_is_not_on_it() throws Exception {
        Codec codec = Codecs.of("kryo", loader, SerialFilter.of(ALLOWED + "**;java.**;!*"));
        Mutations mutations = new Mutations(
                corpus("kryo").stream().filter(bytes -> bytes[0] == 0).toList());

        refusedOf(INPUTS / 5, codec, (random, i) -> mutations.next(random));

        assertThat(loader.asked())
                .as("seed " + SEED)
                .isNotEmpty()
                .allMatch(name -> name.startsWith(ALLOWED) || name.startsWith("java."));
    }

    /** How many of some inputs are refused. */
    private static int refusedOf(int inputs, Codec codec, Maker maker) {
        System.clearProperty(Canary.SONG); // it was sung when the canaries were encoded
        AtomicInteger refused = new AtomicInteger();
        IntStream.range(0, inputs).parallel().forEach(i -> {
            byte[] bytes = maker.make(new SplittableRandom(SEED + i), i);
            if (!isDecoded(codec, bytes, i)) {
                refused.incrementAndGet();
            }
        });
        return refused.get();
    }

    /** Encodings of all kinds of values, the small ones. */
    static List<byte[]> corpus(String serializer) throws Exception {
        Codec open = Codecs.of(serializer, HostileBytesTest.class.getClassLoader(), SerialFilter.of("*"));
        List<byte[]> corpus = new ArrayList<>();
        for (Sample sample : Samples.all()) {
            if (sample.fate() != Sample.Fate.REFUSED) {
                corpus.add(open.encode(sample.make()));
            }
        }
        corpus.removeIf(bytes -> bytes.length > 4_000);
        for (DeepGraphs kind : DeepGraphs.values()) {
            corpus.add(open.encode(kind.nested(20)));
        }
        for (Object canary : List.of(new Canary(), new Canary.Plain(), Canary.Kind.ONE, new Canary.Box(1))) {
            corpus.add(open.encode(canary));
            corpus.add(open.encode(new ArrayList<>(List.of(canary))));
        }
        return corpus;
    }

    /** False if it was refused; an error if anything else came of it. */
    private static boolean isDecoded(Codec codec, byte[] bytes, int input) {
        Scales scales = new Scales();
        boolean decoded = false;
        scales.start();
        try {
            codec.decode(bytes);
            decoded = true;
        } catch (DecodeException e) {
            if (isExhausted(e.getCause()) && !isSelfContained(e)) {
                throw failure(bytes, input, e);
            }
        } catch (Throwable e) {
            throw failure(bytes, input, e);
        }
        long millis = scales.millis();
        long allocated = scales.bytes();
        if (millis > MOST_MILLIS
                || allocated > MOST_BYTES + MOST_BYTES_A_BYTE * bytes.length
                || System.getProperty(Canary.SONG) != null) {
            String cost = millis + " ms, " + allocated + " bytes, " + System.getProperty(Canary.SONG);
            throw failure(bytes, input, new AssertionError(cost));
        }
        return decoded;
    }

    private static boolean isExhausted(@Nullable Throwable e) {
        return e instanceof StackOverflowError || e instanceof OutOfMemoryError;
    }

    /** A set in itself, a map in one of its keys: the JDK's own hashCode recurses for ever, and nothing but its end tells. */
    private static boolean isSelfContained(DecodeException e) {
        return e.getCause() instanceof StackOverflowError
                && (String.valueOf(e.getMessage()).contains("does not come to an end")
                        || String.valueOf(e.getMessage()).contains("nested too deeply to be decoded"));
    }

    private static AssertionError failure(byte[] bytes, int input, Throwable e) {
        return new AssertionError(
                "-Droam.fuzz.seed=" + SEED + ", input " + input + ": " + e + ": "
                        + Base64.getEncoder().encodeToString(bytes),
                e);
    }

    private interface Maker {
        byte[] make(SplittableRandom random, int input);
    }
}
