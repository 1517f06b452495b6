package dev.roam.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that the compact format carries: exact classes, each with a number that is in stored bytes and so is never given to another. A class
 * that is not here goes to Java serialisation; so does a value of one that is here if its serializer is not certain of it.
 */
@SuppressWarnings("JdkObsolete") // applications still have a LinkedList
final class JdkTypes {
    /** The highest number that a class can have. */
    static final int LAST = 99;

    private static final int LAST_FINAL_VALUE = 31;
    private static final int FIRST_PRIMITIVE_ARRAY = 40;
    private static final int LAST_PRIMITIVE_ARRAY = 47;
    private static final int STRING = 2;
    private static final int LAST_WRAPPER = 10;
    private static final int FIRST_TIME = 12;
    private static final int LAST_TIME = 24;

    private static final @Nullable Class<?>[] TYPES = new Class<?>[LAST + 1];

    @SuppressWarnings("rawtypes") // of as many types as there are
    private static final @Nullable Serializer[] SERIALIZERS = new Serializer[LAST + 1];

    private static final Map<Class<?>, Integer> CODES = new HashMap<>();

    static {
        finalValues();
        otherValues();
        arrays();
        collections();
        immutableCollections();
        comparators();
        unmodifiable();
        atomics();
    }

    private JdkTypes() {}

    /** Final classes, whose values in a field of their type need no number. */
    private static void finalValues() {
        add(STRING, String.class, new JdkValues.Text());
        add(3, Boolean.class, new JdkValues.OfBoolean());
        add(4, Byte.class, new JdkValues.OfByte());
        add(5, Character.class, new JdkValues.OfCharacter());
        add(6, Short.class, new JdkValues.OfShort());
        add(7, Integer.class, new JdkValues.OfInteger());
        add(8, Long.class, new JdkValues.OfLong());
        add(9, Float.class, new JdkValues.OfFloat());
        add(LAST_WRAPPER, Double.class, new JdkValues.OfDouble());
        add(11, UUID.class, new JdkValues.OfUuid());
        add(FIRST_TIME, LocalDate.class, new TimeSerializers.LocalDateSerializer());
        add(13, LocalTime.class, new TimeSerializers.LocalTimeSerializer());
        add(14, LocalDateTime.class, new TimeSerializers.LocalDateTimeSerializer());
        add(15, Instant.class, new TimeSerializers.InstantSerializer());
        add(16, Duration.class, new TimeSerializers.DurationSerializer());
        add(17, Period.class, new TimeSerializers.PeriodSerializer());
        add(18, OffsetDateTime.class, new TimeSerializers.OffsetDateTimeSerializer());
        add(19, OffsetTime.class, new TimeSerializers.OffsetTimeSerializer());
        add(20, ZonedDateTime.class, new JdkValues.OfZonedDateTime());
        add(21, ZoneOffset.class, new TimeSerializers.ZoneOffsetSerializer());
        add(22, Year.class, new TimeSerializers.YearSerializer());
        add(23, YearMonth.class, new TimeSerializers.YearMonthSerializer());
        add(LAST_TIME, MonthDay.class, new TimeSerializers.MonthDaySerializer());
        add(25, Locale.class, new JdkValues.OfLocale());
        add(26, Currency.class, new JdkValues.OfCurrency());
        add(27, URI.class, new JdkValues.OfUri());
    }

    private static void otherValues() {
        add(32, ZoneId.of("Europe/Paris").getClass(), new JdkValues.OfZone());
        add(33, BigInteger.class, new JdkValues.OfBigInteger());
        add(34, BigDecimal.class, new JdkValues.OfBigDecimal());
        add(35, Date.class, new DefaultSerializers.DateSerializer());
        add(36, java.sql.Timestamp.class, new DefaultSerializers.TimestampSerializer());
        add(37, java.sql.Date.class, new DefaultSerializers.DateSerializer());
        add(38, java.sql.Time.class, new DefaultSerializers.DateSerializer());
    }

    private static void arrays() {
        add(FIRST_PRIMITIVE_ARRAY, boolean[].class, new JdkArrays.OfBooleans());
        add(41, byte[].class, new JdkArrays.OfBytes());
        add(42, char[].class, new JdkArrays.OfChars());
        add(43, short[].class, new JdkArrays.OfShorts());
        add(44, int[].class, new JdkArrays.OfInts());
        add(45, long[].class, new JdkArrays.OfLongs());
        add(46, float[].class, new JdkArrays.OfFloats());
        add(LAST_PRIMITIVE_ARRAY, double[].class, new JdkArrays.OfDoubles());
    }

    private static void collections() {
        add(50, ArrayList.class, new JdkCollections.Growing(ArrayList::new));
        add(51, LinkedList.class, new JdkCollections.Growing(count -> new LinkedList<>()));
        add(52, ArrayDeque.class, new JdkCollections.Growing(ArrayDeque::new));
        add(53, CopyOnWriteArrayList.class, new JdkCollections.Snapshot());
        add(54, Arrays.asList().getClass(), new JdkCollections.OfArray());
        add(55, HashSet.class, new JdkCollections.Growing(count -> new HashSet<>(JdkMaps.capacity(count))));
        add(56, LinkedHashSet.class, new JdkCollections.Growing(count -> new LinkedHashSet<>(JdkMaps.capacity(count))));
        add(57, TreeSet.class, new JdkSorted.OfSet());
        add(58, HashMap.class, new JdkMaps.OfHash(count -> new HashMap<>(JdkMaps.capacity(count))));
        add(59, LinkedHashMap.class, new JdkMaps.OfInsertionOrder());
        add(60, TreeMap.class, new JdkSorted.OfMap());
        add(61, ConcurrentHashMap.class, new JdkMaps.OfHash(count -> new ConcurrentHashMap<>(JdkMaps.capacity(count))));
        add(62, EnumMap.class, new JdkMaps.OfEnum());
        add(63, EnumSet.noneOf(TimeUnit.class).getClass(), new JdkCollections.OfEnum());
        add(64, EnumSet.noneOf(Character.UnicodeScript.class).getClass(), new JdkCollections.OfEnum());
    }

    private static void immutableCollections() {
        add(66, List.of(0).getClass(), new JdkImmutable.OfList());
        add(67, List.of(0, 1, 2).getClass(), new JdkImmutable.OfListPerhapsWithNull());
        add(68, Set.of(0).getClass(), new JdkImmutable.OfSet());
        add(69, Set.of(0, 1, 2).getClass(), new JdkImmutable.OfSet());
        add(70, Map.of(0, 0).getClass(), new JdkImmutable.OfMap());
        add(71, Map.of(0, 0, 1, 1).getClass(), new JdkImmutable.OfMap());
        add(72, Collections.emptyList().getClass(), new JdkImmutable.OfConstant(Collections.emptyList()));
        add(73, Collections.emptySet().getClass(), new JdkImmutable.OfConstant(Collections.emptySet()));
        add(74, Collections.emptyMap().getClass(), new JdkImmutable.OfConstant(Collections.emptyMap()));
        add(75, Collections.singletonList(0).getClass(), new JdkImmutable.OfSingleList());
        add(76, Collections.singleton(0).getClass(), new JdkImmutable.OfSingleSet());
        add(77, Collections.singletonMap(0, 0).getClass(), new JdkImmutable.OfSingleMap());
    }

    private static void comparators() {
        add(78, String.CASE_INSENSITIVE_ORDER.getClass(), new JdkImmutable.OfConstant(String.CASE_INSENSITIVE_ORDER));
        add(79, Collections.reverseOrder().getClass(), new JdkImmutable.OfConstant(Collections.reverseOrder()));
    }

    private static void unmodifiable() {
        add(80, Collections.unmodifiableCollection(List.of()).getClass(), JdkUnmodifiable.ofCollection());
        add(81, Collections.unmodifiableList(new LinkedList<>()).getClass(), JdkUnmodifiable.ofList());
        add(82, Collections.unmodifiableList(new ArrayList<>()).getClass(), JdkUnmodifiable.ofList());
        add(83, Collections.unmodifiableSet(new HashSet<>()).getClass(), JdkUnmodifiable.ofSet());
        add(84, Collections.unmodifiableMap(new HashMap<>()).getClass(), JdkUnmodifiable.ofMap());
    }

    private static void atomics() {
        add(90, AtomicBoolean.class, new JdkValues.OfAtomicBoolean());
        add(91, AtomicInteger.class, new JdkValues.OfAtomicInteger());
        add(92, AtomicLong.class, new JdkValues.OfAtomicLong());
        add(93, AtomicReference.class, new JdkCollections.OfReference());
    }

    private static void add(int code, Class<?> type, Serializer<?> serializer) {
        if (TYPES[code] != null || CODES.put(type, code) != null) {
            throw new IllegalStateException(type + " or its number " + code + " is there already");
        }
        TYPES[code] = type;
        SERIALIZERS[code] = serializer;
    }

    /** The number of a class; -1 if it has none. */
    static int codeOf(Class<?> type) {
        Integer code = CODES.get(type);
        return code == null ? -1 : code;
    }

    /** The number of a final class, so that a field of that type can only hold its objects; 0 for others. */
    static int codeOfFinal(Class<?> declared) {
        int code = codeOf(declared);
        return code >= 0 && isFinal(code) ? code : 0;
    }

    static boolean isFinal(int code) {
        boolean inRange = (code >= STRING && code <= LAST_FINAL_VALUE)
                || (code >= FIRST_PRIMITIVE_ARRAY && code <= LAST_PRIMITIVE_ARRAY);
        return inRange && TYPES[code] != null;
    }

    /** Whether the filter is asked about it: as in Java serialisation, not about strings and arrays of primitives. */
    static boolean isFiltered(int code) {
        return code != STRING && (code < FIRST_PRIMITIVE_ARRAY || code > LAST_PRIMITIVE_ARRAY);
    }

    /** Whether values of a class are written anew each time they occur: it costs less than to find out that they have occurred. */
    static boolean isPlainValue(Class<?> type) {
        Integer code = CODES.get(type);
        return code != null && ((code > STRING && code <= LAST_WRAPPER) || (code >= FIRST_TIME && code <= LAST_TIME));
    }

    static boolean isCode(int code) {
        return code > 0 && code <= LAST && TYPES[code] != null;
    }

    /** @param code for which {@link #isCode} holds */
    static Class<?> type(int code) {
        Class<?> type = TYPES[code];
        if (type == null) {
            throw new IllegalArgumentException("no class has number " + code);
        }
        return type;
    }

    /** Stateless, so that all threads share it. */
    @SuppressWarnings("rawtypes") // of as many types as there are
    static Serializer serializer(int code) {
        Serializer serializer = SERIALIZERS[code];
        if (serializer == null) {
            throw new IllegalArgumentException("no class has number " + code);
        }
        return serializer;
    }

    /** All classes of the table. */
    static Set<Class<?>> all() {
        return Collections.unmodifiableSet(CODES.keySet());
    }
}
