package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.codec.evolution.Change;
import dev.roam.codec.evolution.Change.Outcomes;
import dev.roam.codec.evolution.Changes;
import dev.roam.codec.evolution.Picture;
import dev.roam.codec.evolution.Version;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes with an old and a new version of a class read from each other what can be read, and nothing else. */
class EvolutionTest {
    static final List<Change> CHANGES = Changes.all();
    private static final Version OLD = Version.before(CHANGES);
    private static final Version NEW = Version.after(CHANGES);

    static Stream<Arguments> changes() {
        return Codecs.NAMES.stream()
                .flatMap(serializer -> CHANGES.stream().map(change -> Arguments.of(serializer, change)));
    }

    /** What both sides read; with another exception than the codec's own it fails. */
    static Outcomes outcomes(String serializer, Change change) throws Exception {
        return new Outcomes(
                read(serializer, NEW, written(serializer, OLD, change)),
                read(serializer, OLD, written(serializer, NEW, change)));
    }

    private static byte[] written(String serializer, Version version, Change change) throws Exception {
        return codec(serializer, version).encode(version.make(change));
    }

    private static String read(String serializer, Version version, byte[] bytes) {
        try {
            return Picture.of(codec(serializer, version).decode(bytes));
        } catch (DecodeException e) {
            return Change.NOT_READ;
        }
    }

    private static Codec codec(String serializer, Version version) {
        return Codecs.of(serializer, version.loader(), SerialFilter.of(null));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_can_be_read_is_read_and_all_else_is_a_decode_exception(String serializer, Change change)
            throws Exception {
        assertThat(outcomes(serializer, change)).isEqualTo(change.outcomes(serializer));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_version_reads_what_it_wrote_itself_as_java_serialisation_does(String serializer, Change change)
            throws Exception {
        for (Version version : List.of(OLD, NEW)) {
            String expected = read("java", version, written("java", version, change));

            assertThat(read(serializer, version, written(serializer, version, change)))
                    .isEqualTo(expected)
                    .isNotEqualTo(Change.NOT_READ);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void no_serializer_reads_less_than_java_serialisation(String serializer, Change change) {
        Outcomes java = change.outcomes("java");
        Outcomes its = change.outcomes(serializer);

        assertThat(its.byNew().equals(Change.NOT_READ)).isIn(false, java.byNew().equals(Change.NOT_READ));
        assertThat(its.byOld().equals(Change.NOT_READ)).isIn(false, java.byOld().equals(Change.NOT_READ));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void a_field_that_the_new_version_does_not_know_is_lost_when_it_writes(String serializer) throws Exception {
        Change removed = CHANGES.stream()
                .filter(change -> change.name().equals("field removed"))
                .findFirst()
                .orElseThrow();
        Object known = codec(serializer, NEW).decode(written(serializer, OLD, removed));

        assertThat(read(serializer, OLD, codec(serializer, NEW).encode(known))).isEqualTo("A{a=1, b=null}");
    }

    static List<String> serializers() {
        return Codecs.NAMES;
    }

    @Test
    void each_change_has_a_name_of_its_own() {
        assertThat(CHANGES.stream().map(Change::toString))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(70);
    }
}
