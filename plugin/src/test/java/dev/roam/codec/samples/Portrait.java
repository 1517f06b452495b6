package dev.roam.codec.samples;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text that says all that can be seen of an object and of everything reachable from it: two graphs are the same if their portraits are.
 *
 * <p>Each object has a number, by the order in which it is met, and a line; a reference is a number, so that sharing and cycles show. Fields of
 * classes outside the JDK are read by reflection, all of them, transient ones included. What the JDK does not show is asked for through its public
 * methods ({@link JdkParts}) or, where it has none, is shown as the bytes that Java serialisation makes of it. Graphs may be of any depth.
 */
public final class Portrait {
    /** Immutable values of the JDK: nobody asks whether two of them are one. */
    private static final Set<Class<?>> VALUES =
            Set.of(BigDecimal.class, BigInteger.class, Currency.class, URI.class, UUID.class);

    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final Deque<Object> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    /** Collections whose elements are being put in order by portraits of their own, of which this is one. */
    private final List<Object> outer;

    Portrait() {
        this(List.of());
    }

    private Portrait(List<Object> outer) {
        this.outer = outer;
    }

    /** The portrait of a graph. The graph stays as it is. */
    public static String of(@Nullable Object root) {
        return new Portrait().paint(root);
    }

    /** The objects that a portrait shows, in the order of their numbers. */
    static List<Object> reached(Object root) {
        Portrait portrait = new Portrait();
        portrait.paint(root);
        List<Object> reached = new ArrayList<>(portrait.numbers.keySet());
        reached.sort(Comparator.comparing(portrait.numbers::get));
        return reached;
    }

    private String paint(@Nullable Object root) {
        text.append(reference(root)).append('\n');
        for (Object next = open.poll(); next != null; next = open.poll()) {
            text.append('#').append(numbers.get(next)).append(' ');
            describe(next);
            text.append('\n');
        }
        return text.toString();
    }

    /** The elements of a collection that promises no order, put in one that does not depend on where they were found. */
    <T> List<T> sorted(Object whole, Collection<T> elements, Function<T, @Nullable Object> key) {
        List<Object> around = new ArrayList<>(outer);
        around.add(whole);
        IdentityHashMap<T, String> portraits = new IdentityHashMap<>();
        for (T element : elements) {
            portraits.put(element, new Portrait(around).paint(key.apply(element)));
        }
        List<T> all = new ArrayList<>(portraits.keySet());
        all.sort(Comparator.comparing(element -> Objects.requireNonNull(portraits.get(element))));
        return all;
    }

    Portrait say(String words) {
        text.append(' ').append(words);
        return this;
    }

    Portrait say(String words, @Nullable Object part) {
        return say(words + "=" + reference(part));
    }

    private String reference(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        for (int i = 0; i < outer.size(); i++) {
            if (outer.get(i) == value) {
                return "outer " + i;
            }
        }
        String scalar = scalar(value);
        if (scalar != null) {
            return scalar;
        }
        Integer number = numbers.get(value);
        if (number == null) {
            number = numbers.size();
            numbers.put(value, number);
            open.add(value);
        }
        return "#" + number;
    }

    /** Values whose identity means nothing. */
    private static @Nullable String scalar(Object value) {
        if (value instanceof String string) {
            return '"' + string + '"';
        }
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getName() + "." + constant.name();
        }
        if (value instanceof Class<?> type) {
            return "class " + type.getName();
        }
        if (value instanceof Double number) {
            return "Double " + Double.doubleToRawLongBits(number);
        }
        String home = value.getClass().getPackageName();
        if (home.startsWith("java.time") || VALUES.contains(value.getClass())) {
            return value.getClass().getSimpleName() + " " + value;
        }
        boolean plain = value instanceof Number && home.equals("java.lang");
        if (plain || value instanceof Boolean || value instanceof Character) {
            return value.getClass().getSimpleName() + " " + value;
        }
        return null;
    }

    private void describe(Object value) {
        Class<?> type = value.getClass();
        if (type.isHidden()) {
            describeLambda(value);
        } else if (Proxy.isProxyClass(type)) {
            text.append("proxy of ").append(Arrays.toString(type.getInterfaces()));
            say("handler", Proxy.getInvocationHandler(value));
        } else if (type.isArray()) {
            describeArray(value);
        } else {
            text.append(type.getName());
            describeFields(value);
        }
    }

    private void describeFields(Object value) {
        Deque<Class<?>> levels = new ArrayDeque<>();
        Class<?> level = value.getClass();
        for (; !isOfTheJdk(level); level = level.getSuperclass()) {
            levels.addFirst(level);
        }
        if (level != Object.class) {
            JdkParts.describe(value, levels.isEmpty(), this);
        }
        for (Class<?> own : levels) {
            for (Field field : own.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    say(own.getSimpleName() + "." + field.getName(), read(field, value));
                }
            }
        }
    }

    private static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void describeArray(Object array) {
        Class<?> type = array.getClass();
        text.append(type.getName());
        if (array instanceof Object[] elements) {
            for (Object element : elements) {
                say(reference(element));
            }
        } else {
            // int[] and its like have a method each in Arrays: this one finds it.
            String all = Arrays.deepToString(new Object[] {array});
            say(all);
        }
    }

    /** A lambda is known by where it was written and by what it has captured. */
    private void describeLambda(Object lambda) {
        text.append("lambda of ").append(Arrays.toString(lambda.getClass().getInterfaces()));
        if (!isOfTheJdk(lambda.getClass()) && lambda instanceof java.io.Serializable) {
            SerializedLambda form = (SerializedLambda) replacement(lambda);
            say(form.getImplClass() + "." + form.getImplMethodName());
            for (int i = 0; i < form.getCapturedArgCount(); i++) {
                say("captured", form.getCapturedArg(i));
            }
        }
    }

    private static Object replacement(Object lambda) {
        try {
            Method replace = lambda.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            return replace.invoke(lambda);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a Serializable lambda without writeReplace", e);
        }
    }
}
