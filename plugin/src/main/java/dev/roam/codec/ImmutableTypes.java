package dev.roam.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Tells values whose encoding can never change, so that handing them out costs no comparison at the commit. A no is always safe, it only costs;
 * a wrong yes would lose a change made in place.
 */
public final class ImmutableTypes {
    /** Exact classes: a subclass of {@code BigDecimal} may hold anything. */
    private static final Set<Class<?>> TABLE = Set.of(
            // java.lang
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Class.class,
            // java.math, java.net, java.util
            BigInteger.class,
            BigDecimal.class,
            URI.class,
            UUID.class,
            Locale.class,
            Currency.class,
            Pattern.class,
            Collections.emptyList().getClass(),
            Collections.emptySet().getClass(),
            Collections.emptyMap().getClass(),
            // java.time
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            MonthDay.class,
            OffsetDateTime.class,
            OffsetTime.class,
            Period.class,
            Year.class,
            YearMonth.class,
            ZonedDateTime.class,
            HijrahDate.class,
            JapaneseDate.class,
            MinguoDate.class,
            ThaiBuddhistDate.class,
            DayOfWeek.class,
            Month.class);

    /** Kept with each class, so that it goes when the class's loader goes. */
    private static final ClassValue<Boolean> VERDICTS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isImmutable(type, new HashSet<>());
        }
    };

    private ImmutableTypes() {}

    /**
     * Whether a value's encoding can never change. Yes for: exact classes of a table of JDK types; enums, of which only the name is encoded;
     * classes that bear an annotation named {@code Immutable}, from whatever package, which take the responsibility themselves; records all
     * of whose components are declared with final types of these kinds. Thread-safe; holds no class loader.
     */
    public static boolean isImmutable(Object value) {
        return VERDICTS.get(value.getClass());
    }

    /** Visiting are the records that this question is a part of: one that contains itself is not mutable for that. */
    private static boolean isImmutable(Class<?> type, Set<Class<?>> visiting) {
        if (type.isPrimitive()
                || TABLE.contains(type)
                || Enum.class.isAssignableFrom(type)
                || ZoneId.class.isAssignableFrom(type)) {
            return true;
        }
        return isAnnotated(type) || (type.isRecord() && hasImmutableComponents(type, visiting));
    }

    private static boolean hasImmutableComponents(Class<?> record, Set<Class<?>> visiting) {
        if (!visiting.add(record)) {
            return true;
        }
        RecordComponent[] components;
        try {
            components = record.getRecordComponents();
        } catch (RuntimeException | LinkageError e) {
            return false; // the class of a component is missing; a no is always safe
        }
        for (RecordComponent component : components) {
            Class<?> type = component.getType();
            // ZoneId and enums are not always final, but no foreign class can extend them.
            boolean fixed = type.isPrimitive()
                    || Modifier.isFinal(type.getModifiers())
                    || Enum.class.isAssignableFrom(type)
                    || type == ZoneId.class;
            if (!fixed || !isImmutable(type, visiting)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAnnotated(Class<?> type) {
        try {
            for (Annotation annotation : type.getDeclaredAnnotations()) {
                if (annotation.annotationType().getSimpleName().equals("Immutable")) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException | LinkageError e) {
            return false; // an annotation that cannot be read promises nothing
        }
    }
}
