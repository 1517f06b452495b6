package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.codec.samples.Portrait;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs that are as deep as the default filter allows, on a thread whose stack is far too small for them. */
class DeepValuesTest {
    private static final int DEPTH = 9_990;
    private static final long SMALL_STACK_BYTES = 512 << 10;

    private interface Shape {
        /** One level more. */
        Object around(Object inner);
    }

    private interface Task {
        Object run() throws Exception;
    }

    static Stream<Arguments> shapes() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("chain of beans", nested(Link::new));
        values.put("lists within lists", nested(inner -> new ArrayList<>(List.of("x", inner))));
        values.put("maps within maps", nested(inner -> new LinkedHashMap<>(Map.of("k", inner))));
        values.put("arrays within arrays", nested(inner -> new Object[] {inner}));
        values.put("records within records", nested(Box::new));
        values.put(
                "beans in lists in maps", nested(inner -> new ArrayList<>(List.of(new Link(Map.of("k", inner)))), 3));
        values.put("chain with a way back", doubly());
        return Codecs.NAMES.stream().flatMap(serializer -> values.entrySet().stream()
                .map(value -> Arguments.of(serializer, value.getKey(), value.getValue())));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("shapes")
    void a_deep_value_comes_back(String serializer, String name, Object value) throws Exception {
        Codec codec = Codecs.of(serializer, getClass().getClassLoader(), SerialFilter.of(null));

        Object outcome = onSmallStack(() -> codec.decode(codec.encode(value)));

        assertThat(Portrait.of(outcome)).isEqualTo(Portrait.of(value));
    }

    private static Object nested(Shape shape) {
        return nested(shape, 1);
    }

    private static Object nested(Shape shape, int levels) {
        Object value = "innermost";
        for (int depth = 0; depth < DEPTH - levels; depth += levels) {
            value = shape.around(value);
        }
        return value;
    }

    private static Object doubly() {
        Link first = new Link("innermost");
        Link last = first;
        for (int i = 1; i < DEPTH - 1; i++) {
            Link next = new Link(last);
            last.back = next;
            last = next;
        }
        return new Object[] {first, last};
    }

    private static Object onSmallStack(Task task) throws Exception {
        AtomicReference<@Nullable Object> result = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        result.set(task.run());
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                },
                "small stack",
                SMALL_STACK_BYTES);
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
        return java.util.Objects.requireNonNull(result.get());
    }

    @SuppressWarnings({"serial", "UnusedVariable"}) // as applications write them; the portrait reads the fields
    private static final class Link implements Serializable {
        final Object next;

        @Nullable
        Link back;

        Link(Object next) {
            this.next = next;
        }
    }

    private record Box(Object content) implements Serializable {}
}
