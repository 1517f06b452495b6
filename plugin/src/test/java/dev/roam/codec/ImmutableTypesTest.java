package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImmutableTypesTest {
    static List<Object> immutable() {
        return List.of(
                "x",
                1,
                'c',
                2.5,
                BigInteger.ONE,
                BigDecimal.ONE,
                new UUID(1, 2),
                Instant.EPOCH,
                LocalDate.EPOCH,
                ZoneOffset.UTC,
                ZoneId.of("Europe/Berlin"),
                Locale.ROOT,
                Object.class,
                TimeUnit.DAYS,
                Bodied.ONE,
                new Annotated(),
                new Flat("x", 1, TimeUnit.DAYS),
                new Nested(new Flat("x", 1, TimeUnit.DAYS), null));
    }

    static List<Object> mutable() {
        return List.of(
                new ArrayList<>(),
                List.of(new ArrayList<>()),
                new int[0],
                new AtomicInteger(),
                new BigDecimal("1") {
                    private static final long serialVersionUID = 1L;
                },
                new SubclassOfAnnotated(),
                new WithList(List.of()),
                new WithNumber(1),
                new WithDecimal(BigDecimal.ONE));
    }

    @ParameterizedTest
    @MethodSource("immutable")
    void cannot_change(Object value) {
        assertThat(ImmutableTypes.isImmutable(value)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("mutable")
    void may_change(Object value) {
        assertThat(ImmutableTypes.isImmutable(value)).isFalse();
    }

    enum Bodied {
        ONE {
            @Override
            int number() {
                return 1;
            }
        };

        abstract int number();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Immutable {}

    @Immutable
    static class Annotated {}

    static final class SubclassOfAnnotated extends Annotated {}

    record Flat(String text, int number, TimeUnit unit) {}

    record Nested(Flat flat, @Nullable Nested next) {}

    record WithList(List<String> list) {}

    record WithNumber(Number number) {}

    record WithDecimal(BigDecimal decimal) {}
}
