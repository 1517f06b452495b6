package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

    @Test
    void a_record_is_taken_for_mutable_if_the_class_of_a_component_is_missing() throws Exception {
        Supplier<?> maker = (Supplier<?>) new Incomplete()
                .loadClass(MakerOfWithMissing.class.getName())
                .getConstructor()
                .newInstance();
        assertThat(ImmutableTypes.isImmutable(new WithMissing(1, null)))
                .as("with all classes")
                .isTrue();

        assertThat(ImmutableTypes.isImmutable(maker.get())).isFalse();
    }

    /** Has all classes but one. */
    private static final class Incomplete extends ClassLoader {
        Incomplete() {
            super(ImmutableTypesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null || !name.endsWith("WithMissing")) {
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = Objects.requireNonNull(in).readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    record Missing(int number) {}

    record WithMissing(int number, @Nullable Missing missing) {}

    /** Makes one without looking at what it is made of, as reflection would. */
    public static final class MakerOfWithMissing implements Supplier<Object> {
        public MakerOfWithMissing() {}

        @Override
        public Object get() {
            return new WithMissing(1, null);
        }
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
