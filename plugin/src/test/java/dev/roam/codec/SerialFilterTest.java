package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.rmi.server.UID;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import javax.management.BadAttributeValueExpException;
import javax.naming.AuthenticationException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerialFilterTest {
    private static JavaCodec codec(@Nullable String pattern) {
        return new JavaCodec(SerialFilterTest.class.getClassLoader(), SerialFilter.of(pattern));
    }

    private static final JavaCodec OPEN = codec("*");

    static List<Object> gadgets() {
        return List.of(
                new Reference("x"),
                new BadAttributeValueExpException("x"),
                new ArrayList<>(List.of(new Reference("x"))));
    }

    @ParameterizedTest
    @MethodSource("gadgets")
    void the_default_refuses_known_gadgets_in_both_directions(Object gadget) throws Exception {
        byte[] bytes = OPEN.encode(gadget);

        assertThatThrownBy(() -> codec(null).decode(bytes))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("is refused by serialFilter");
        assertThatThrownBy(() -> codec(null).encode(gadget)).isInstanceOf(EncodeException.class);
    }

    @Test
    void the_default_allows_what_sessions_hold() throws Exception {
        for (Object value :
                List.of(new Mine("x"), new HashMap<>(), new UID((short) 1), new AuthenticationException("x"))) {
            assertThat(codec(null).decode(codec(null).encode(value))).hasSameClassAs(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.commons.collections.functors.InvokerTransformer",
                "org.apache.commons.collections4.functors.InvokerTransformer",
                "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
                "org.codehaus.groovy.runtime.MethodClosure",
                "com.mchange.v2.c3p0.impl.PoolBackedDataSourceBase",
                "com.sun.rowset.JdbcRowSetImpl",
                "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
                "bsh.XThis",
                "sun.rmi.server.UnicastRef"
            })
    void the_default_list_covers(String gadget) {
        String[] parts = SerialFilter.of(null).toString().split(";", -1);

        assertThat(parts).anyMatch(part -> part.startsWith("!") && covers(part.substring(1), gadget));
    }

    private static boolean covers(String part, String name) {
        return part.endsWith("*") ? name.startsWith(part.replace("*", "")) : name.equals(part);
    }

    @Test
    void the_users_pattern_comes_first_and_may_refuse_more_or_allow_more() throws Exception {
        Reference gadget = new Reference("x");

        assertThat(codec("javax.naming.Reference").decode(OPEN.encode(gadget))).isEqualTo(gadget);
        assertThatThrownBy(() -> codec("!" + Mine.class.getName()).decode(OPEN.encode(new Mine("x"))))
                .isInstanceOf(DecodeException.class);
        assertThat(codec("dev.roam.**;java.base/*;!*").decode(OPEN.encode(new Mine("x"))))
                .isEqualTo(new Mine("x"));
        assertThatThrownBy(() -> codec(" java.base/* ; !* ").decode(OPEN.encode(new Mine("x"))))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void the_users_limits_stand_in_place_of_the_default_ones() throws Exception {
        List<Object> nested = new ArrayList<>(List.of(new ArrayList<>(List.of(new ArrayList<>()))));

        assertThat(codec(null).decode(OPEN.encode(nested))).isEqualTo(nested);
        assertThatThrownBy(() -> codec("maxdepth=2").decode(OPEN.encode(nested)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("depth 3");
    }

    @Test
    void the_interfaces_of_a_proxy_are_filtered() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Comparable.class}, new JavaCodecTest.Answering("x"));

        assertThatThrownBy(() -> codec("!java.lang.Comparable").decode(OPEN.encode(proxy)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("java.lang.Comparable is refused");
        assertThatThrownBy(() -> codec("!java.lang.Comparable").encode(proxy))
                .isInstanceOf(EncodeException.class)
                .hasMessageContaining("java.lang.Comparable is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxdepth=x", "com.acme .X", "unknown=1", "!", ".*"})
    void a_malformed_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> SerialFilter.of(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    record Mine(String name) implements Serializable {}
}
