package dev.roam.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An object stream that looks up classes and proxies in a given loader, and asks a filter before it initialises any. */
final class JavaInput extends ObjectInputStream {
    private static final Map<String, Class<?>> PRIMITIVES = List.<Class<?>>of(
                    boolean.class,
                    byte.class,
                    char.class,
                    short.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class,
                    void.class)
            .stream()
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    private final ClassLoader loader;

    JavaInput(byte[] bytes, int offset, ClassLoader loader, ObjectInputFilter filter) throws IOException {
        super(new ByteArrayInputStream(bytes, offset, bytes.length - offset));
        this.loader = loader;
        setObjectInputFilter(filter);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
        Class<?> primitive = PRIMITIVES.get(description.getName());
        return primitive != null ? primitive : load(description.getName());
    }

    /**
     * As the superclass does it, with our loader: the proxy class is made by the loader of its non-public interfaces, which must be one,
     * otherwise by ours.
     */
    @Override
    @SuppressWarnings("deprecation") // a proxy class without an instance: the stream makes the instance
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        Class<?>[] loaded = new Class<?>[interfaces.length];
        ClassLoader definer = loader;
        boolean hidden = false;
        for (int i = 0; i < loaded.length; i++) {
            loaded[i] = load(interfaces[i]);
            if (!Modifier.isPublic(loaded[i].getModifiers())) {
                if (hidden && definer != loaded[i].getClassLoader()) {
                    throw new InvalidClassException(
                            "a proxy with non-public interfaces of several class loaders: " + interfaces[i]);
                }
                definer = loaded[i].getClassLoader();
                hidden = true;
            }
        }
        try {
            return Proxy.getProxyClass(definer, loaded);
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("of a proxy for " + List.of(interfaces), e);
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }
}
