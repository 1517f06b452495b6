package dev.roam.codec.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JdkTypesTest {
    /** As they are in stored bytes. A line may be added; none may be changed. */
    private static final String NUMBERS =
            """
            2 java.lang.String
            3 java.lang.Boolean
            4 java.lang.Byte
            5 java.lang.Character
            6 java.lang.Short
            7 java.lang.Integer
            8 java.lang.Long
            9 java.lang.Float
            10 java.lang.Double
            11 java.util.UUID
            12 java.time.LocalDate
            13 java.time.LocalTime
            14 java.time.LocalDateTime
            15 java.time.Instant
            16 java.time.Duration
            17 java.time.Period
            18 java.time.OffsetDateTime
            19 java.time.OffsetTime
            20 java.time.ZonedDateTime
            21 java.time.ZoneOffset
            22 java.time.Year
            23 java.time.YearMonth
            24 java.time.MonthDay
            25 java.util.Locale
            26 java.util.Currency
            27 java.net.URI
            32 java.time.ZoneRegion
            33 java.math.BigInteger
            34 java.math.BigDecimal
            35 java.util.Date
            36 java.sql.Timestamp
            37 java.sql.Date
            38 java.sql.Time
            40 [Z
            41 [B
            42 [C
            43 [S
            44 [I
            45 [J
            46 [F
            47 [D
            50 java.util.ArrayList
            51 java.util.LinkedList
            52 java.util.ArrayDeque
            53 java.util.concurrent.CopyOnWriteArrayList
            54 java.util.Arrays$ArrayList
            55 java.util.HashSet
            56 java.util.LinkedHashSet
            57 java.util.TreeSet
            58 java.util.HashMap
            59 java.util.LinkedHashMap
            60 java.util.TreeMap
            61 java.util.concurrent.ConcurrentHashMap
            62 java.util.EnumMap
            63 java.util.RegularEnumSet
            64 java.util.JumboEnumSet
            66 java.util.ImmutableCollections$List12
            67 java.util.ImmutableCollections$ListN
            68 java.util.ImmutableCollections$Set12
            69 java.util.ImmutableCollections$SetN
            70 java.util.ImmutableCollections$Map1
            71 java.util.ImmutableCollections$MapN
            72 java.util.Collections$EmptyList
            73 java.util.Collections$EmptySet
            74 java.util.Collections$EmptyMap
            75 java.util.Collections$SingletonList
            76 java.util.Collections$SingletonSet
            77 java.util.Collections$SingletonMap
            78 java.lang.String$CaseInsensitiveComparator
            79 java.util.Collections$ReverseComparator
            80 java.util.Collections$UnmodifiableCollection
            81 java.util.Collections$UnmodifiableList
            82 java.util.Collections$UnmodifiableRandomAccessList
            83 java.util.Collections$UnmodifiableSet
            84 java.util.Collections$UnmodifiableMap
            90 java.util.concurrent.atomic.AtomicBoolean
            91 java.util.concurrent.atomic.AtomicInteger
            92 java.util.concurrent.atomic.AtomicLong
            93 java.util.concurrent.atomic.AtomicReference
            """;

    @Test
    void no_number_of_a_class_ever_changes() {
        Map<Integer, String> numbers = new TreeMap<>();
        JdkTypes.all().forEach(type -> numbers.put(JdkTypes.codeOf(type), type.getName()));
        StringBuilder text = new StringBuilder();
        numbers.forEach(
                (number, name) -> text.append(number).append(' ').append(name).append('\n'));

        assertThat(text.toString()).isEqualTo(NUMBERS);
    }
}
