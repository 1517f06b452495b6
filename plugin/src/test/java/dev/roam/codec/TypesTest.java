package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roam.codec.samples.Behaviour;
import dev.roam.codec.samples.PlainJava;
import dev.roam.codec.samples.Portrait;
import dev.roam.codec.samples.Sample;
import dev.roam.codec.samples.Sample.Fate;
import dev.roam.codec.samples.Samples;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every serializer gives back what Java serialisation gives back, for every kind of value. */
class TypesTest {
    static Stream<Arguments> carried() {
        return withEachSerializer(sample -> sample.fate() != Fate.REFUSED);
    }

    static Stream<Arguments> refused() {
        return withEachSerializer(sample -> sample.fate() == Fate.REFUSED);
    }

    private static Stream<Arguments> withEachSerializer(java.util.function.Predicate<Sample> which) {
        return Codecs.NAMES.stream()
                .flatMap(serializer ->
                        Samples.all().stream().filter(which).map(sample -> Arguments.of(serializer, sample)));
    }

    private static Codec codec(String serializer) {
        return Codecs.of(serializer, TypesTest.class.getClassLoader(), SerialFilter.of(null));
    }

    @ParameterizedTest
    @MethodSource("carried")
    void what_comes_back_is_what_java_serialisation_gives_back(String serializer, Sample sample) throws Exception {
        Object value = sample.make();
        Codec codec = codec(serializer);

        Object decoded = codec.decode(codec.encode(value));

        Object expected = PlainJava.copy(value);
        assertThat(Portrait.of(decoded)).isEqualTo(Portrait.of(expected));
        assertThat(equal(decoded, value)).isEqualTo(equal(expected, value));
        assertThat(equal(value, decoded)).isEqualTo(equal(value, expected));
        assertThat(Behaviour.of(decoded)).isEqualTo(Behaviour.of(expected));
    }

    /** Collections that hold themselves have no answer. */
    private static String equal(Object left, Object right) {
        try {
            return String.valueOf(left.equals(right));
        } catch (StackOverflowError e) {
            return "endless";
        }
    }

    @ParameterizedTest
    @MethodSource("carried")
    void what_comes_back_is_what_was_given_where_java_serialisation_keeps_it(String serializer, Sample sample)
            throws Exception {
        Object value = sample.make();
        Codec codec = codec(serializer);

        Object decoded = codec.decode(codec.encode(value));

        String expected = Portrait.of(value) + Behaviour.of(value);
        String found = Portrait.of(decoded) + Behaviour.of(decoded);
        if (sample.fate() == Fate.KEPT) {
            assertThat(found).isEqualTo(expected);
        } else {
            assertThat(found).isNotEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("carried")
    void encoding_leaves_the_value_as_it_is_and_is_the_same_each_time(String serializer, Sample sample)
            throws Exception {
        Object value = sample.make();
        String before = Portrait.of(value);
        Codec codec = codec(serializer);

        byte[] bytes = codec.encode(value);

        assertThat(codec.encode(value)).isEqualTo(bytes);
        assertThat(codec(serializer).encode(value)).isEqualTo(bytes);
        assertThat(Portrait.of(value)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("carried")
    void what_comes_back_can_be_encoded_again(String serializer, Sample sample) throws Exception {
        Codec codec = codec(serializer);
        Object once = codec.decode(codec.encode(sample.make()));

        Object twice = codec.decode(codec.encode(once));

        assertThat(Portrait.of(twice)).isEqualTo(Portrait.of(PlainJava.copy(once)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_java_serialisation_refuses_is_refused(String serializer, Sample sample) throws Exception {
        Object value = sample.make();

        assertThat(catchThrowable(() -> PlainJava.copy(value))).isInstanceOf(IOException.class);
        assertThat(catchThrowableOfType(
                        EncodeException.class, () -> codec(serializer).encode(value)))
                .isNotNull()
                .matches(refusal -> !refusal.retryable());
    }

    @Test
    void each_sample_has_a_name_of_its_own() {
        assertThat(Samples.all().stream().map(Sample::key))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(250);
    }
}
