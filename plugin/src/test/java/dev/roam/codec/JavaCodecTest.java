package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roam.codec.hostile.WatchingLoader;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JavaCodecTest {
    private final Codec codec = codec(null);

    private static Codec codec(@Nullable String filter) {
        return new JavaCodec(JavaCodecTest.class.getClassLoader(), SerialFilter.of(filter));
    }

    static List<Object> values() {
        return List.of(
                "text",
                42,
                true,
                UUID.fromString("00000000-0000-0000-0000-00000000002a"),
                TimeUnit.SECONDS,
                List.of(1, 2L, "three"),
                new ArrayList<>(List.of("a", "b")),
                new HashMap<>(Map.of("a", 1, "b", List.of(2))),
                new TreeMap<>(Map.of("a", 1)),
                new LinkedHashSet<>(List.of(1, 2)),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                new EnumMap<>(Map.of(TimeUnit.DAYS, "d")),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new CopyOnWriteArrayList<>(List.of(1)),
                BitSet.valueOf(new long[] {5}),
                String.class,
                int.class,
                void.class,
                int[][].class,
                new Point(3, new Item("x")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void what_was_encoded_is_decoded(Object value) throws Exception {
        byte[] bytes = codec.encode(value);

        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(codec.decode(bytes)).isEqualTo(value).hasSameClassAs(value);
    }

    @Test
    void arrays_are_decoded_as_arrays_of_the_same_type() throws Exception {
        assertThat(codec.decode(codec.encode(new int[] {1, 2}))).isEqualTo(new int[] {1, 2});
        assertThat(codec.decode(codec.encode(new String[][] {{"a"}, {}}))).isEqualTo(new String[][] {{"a"}, {}});
        assertThat(codec.decode(codec.encode(new byte[1 << 20]))).isEqualTo(new byte[1 << 20]);
        assertThat(codec.decode(codec.encode(new Item[] {new Item("x")}))).isEqualTo(new Item[] {new Item("x")});
    }

    @Test
    void a_proxy_is_decoded_as_a_proxy_of_the_same_interfaces() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        Object proxy =
                Proxy.newProxyInstance(loader, new Class<?>[] {Named.class, Comparable.class}, new Answering("me"));

        Object decoded = codec.decode(codec.encode(proxy));

        assertThat(decoded).isInstanceOf(Comparable.class).isInstanceOfSatisfying(Named.class, named -> assertThat(
                        named.name())
                .isEqualTo("me"));
    }

    @Test
    void shared_objects_stay_shared_and_cycles_stay_cycles() throws Exception {
        Node first = new Node();
        first.next = first;
        List<Object> list = new ArrayList<>(List.of(first, first));

        List<?> decoded = (List<?>) codec.decode(codec.encode(list));

        assertThat(decoded.get(0)).isSameAs(decoded.get(1));
        assertThat(((Node) decoded.get(0)).next).isSameAs(decoded.get(0));
    }

    @Test
    void classes_and_proxies_come_from_the_given_loader() throws Exception {
        ClassLoader application = new WatchingLoader(JavaCodecTest.class.getName());
        Codec its = new JavaCodec(application, SerialFilter.of(null));

        Object item = its.decode(codec.encode(new Item("x")));
        assertThat(item.getClass().getClassLoader()).isSameAs(application);
        assertThat(its.decode(codec.encode(new Item[] {new Item("x")}))
                        .getClass()
                        .getComponentType())
                .isSameAs(item.getClass());

        Object proxy =
                Proxy.newProxyInstance(Named.class.getClassLoader(), new Class<?>[] {Named.class}, new Answering("me"));
        Object decoded = its.decode(codec.encode(proxy));
        assertThat(decoded.getClass().getClassLoader()).isSameAs(application);
        assertThat(decoded.getClass().getInterfaces()[0].getClassLoader()).isSameAs(application);
        assertThat(its.decode(its.encode(item))).isEqualTo(item);
    }

    @Test
    void a_missing_class_is_named() throws Exception {
        Codec elsewhere = new JavaCodec(ClassLoader.getPlatformClassLoader(), SerialFilter.of(null));

        assertThatThrownBy(() -> elsewhere.decode(codec.encode(new Item("x"))))
                .isInstanceOf(DecodeException.class)
                .hasMessage("class dev.roam.codec.JavaCodecTest$Item is missing in the web application on this node");
    }

    @Test
    void a_refused_class_is_named_and_neither_loaded_nor_initialised() throws Exception {
        byte[] bytes = codec.encode(new Gadget());
        WatchingLoader loader = new WatchingLoader(JavaCodecTest.class.getName());
        Codec its = new JavaCodec(loader, SerialFilter.of("!" + Gadget.class.getName()));
        System.clearProperty(Gadget.PROPERTY);

        assertThatThrownBy(() -> its.decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith(Gadget.class.getName() + " is refused by serialFilter");
        assertThat(System.getProperty(Gadget.PROPERTY)).isNull();
        assertThat(loader.asked()).isEmpty();

        new JavaCodec(new WatchingLoader(JavaCodecTest.class.getName()), SerialFilter.of(null)).decode(bytes);
        assertThat(System.getProperty(Gadget.PROPERTY))
                .as("allowed, it is initialised")
                .isNotNull();
    }

    @Test
    void what_would_be_refused_when_read_is_refused_when_written() {
        Codec strict = codec("!" + Item.class.getName());
        List<Object> value = new ArrayList<>(List.of("a", new Item("x")));

        EncodeException e = catchThrowableOfType(EncodeException.class, () -> strict.encode(value));

        assertThat(e).hasMessage("[1] : dev.roam.codec.JavaCodecTest$Item is refused by serialFilter");
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void a_chain_too_deep_to_be_written_is_an_exception_and_not_an_overflow() {
        EncodeException e = catchThrowableOfType(EncodeException.class, () -> codec.encode(chain(100_000)));

        assertThat(e).hasMessageContaining("Node is nested too deeply");
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void a_chain_that_could_be_written_can_be_read_on_a_smaller_stack() throws Exception {
        byte[][] bytes = new byte[1][];
        Object[] decoded = new Object[1];

        onThreadOf(32 << 20, () -> bytes[0] = codec.encode(chain(5_000)));
        onThreadOf(256 << 10, () -> decoded[0] = codec.decode(bytes[0]));

        assertThat(length((Node) decoded[0])).isEqualTo(5_000);
    }

    @Test
    void a_change_while_it_is_encoded_may_be_tried_again() {
        List<Object> list = new ArrayList<>();
        list.add(new Meddler(list));

        EncodeException e = catchThrowableOfType(EncodeException.class, () -> codec.encode(list));

        assertThat(e.retryable()).isTrue();
        assertThat(e)
                .hasMessageContaining("java.util.ArrayList was changed")
                .hasMessageContaining("ConcurrentModification");
    }

    @Test
    void whatever_foreign_code_throws_comes_out_as_an_exception_of_the_codec() {
        for (Throwable thrown : List.of(
                new IOException("x"),
                new NoClassDefFoundError("x"),
                new ExceptionInInitializerError("x"),
                new AssertionError("x"))) {
            EncodeException e = catchThrowableOfType(EncodeException.class, () -> codec.encode(new Thrower(thrown)));
            assertThat(e.retryable()).isFalse();
            assertThat(e).hasMessageContaining("Thrower cannot be encoded").hasMessageContaining("x");
        }
        assertThatThrownBy(() -> codec.encode(new Thrower(new OutOfMemoryError("x"))))
                .isInstanceOf(OutOfMemoryError.class);
    }

    static Node chain(int length) {
        Node head = new Node();
        for (int i = 1; i < length; i++) {
            Node node = new Node();
            node.next = head;
            head = node;
        }
        return head;
    }

    private static int length(Node head) {
        int length = 0;
        for (Node node = head; node != null; node = node.next) {
            length++;
        }
        return length;
    }

    private static void onThreadOf(long stack, Task task) throws InterruptedException {
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        task.run();
                    } catch (Throwable e) {
                        failure[0] = e;
                    }
                },
                "stack",
                stack);
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
    }

    interface Task {
        void run() throws Exception;
    }

    interface Named {
        String name();
    }

    record Item(String name) implements Serializable {}

    record Point(int x, Item item) implements Serializable {}

    static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        Node next;
    }

    static final class Answering implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;
        private final String answer;

        Answering(String answer) {
            this.answer = answer;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return answer;
        }
    }

    /** Tells by a system property that it was initialised, in whatever class loader. */
    static final class Gadget implements Serializable {
        static final String PROPERTY = "dev.roam.codec.gadget";
        private static final long serialVersionUID = 1L;

        static {
            System.setProperty(PROPERTY, "initialised");
        }
    }

    /** Changes a collection while it is being encoded, as another thread would. */
    static final class Meddler implements Serializable {
        private static final long serialVersionUID = 1L;
        private final transient List<Object> list;

        Meddler(List<Object> list) {
            this.list = list;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            list.add("more");
        }
    }

    static final class Thrower implements Serializable {
        private static final long serialVersionUID = 1L;
        private final transient Throwable thrown;

        Thrower(Throwable thrown) {
            this.thrown = thrown;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (thrown instanceof Error e) {
                throw e;
            }
            throw (IOException) thrown;
        }
    }
}
