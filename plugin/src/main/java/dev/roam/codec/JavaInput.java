package dev.roam.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
    private final GuardFilter filter;

    JavaInput(byte[] bytes, int offset, ClassLoader loader, GuardFilter filter) throws IOException {
        super(new ByteArrayInputStream(bytes, offset, bytes.length - offset));
        this.loader = loader;
        this.filter = filter;
        setObjectInputFilter(filter);
        enableResolveObject(true);
    }

    /**
     * Bytes that leave out a part of a lock's class leave it locked, by no thread. The queues of {@code java.util.concurrent} take such a lock while they are
     * read: they would wait for ever.
     */
    @Override
    protected Object resolveObject(Object read) throws InvalidObjectException {
        boolean locked = read instanceof ReentrantLock lock
                ? lock.isLocked()
                : read instanceof ReentrantReadWriteLock both && (both.isWriteLocked() || both.getReadLockCount() > 0);
        if (locked) {
            throw new InvalidObjectException("a lock that is held: the bytes are damaged");
        }
        return read;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
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

    private Class<?> load(String name) throws IOException, ClassNotFoundException {
        if (filter.refuses(name)) {
            throw new InvalidClassException(name, "refused by serialFilter");
        }
        return Class.forName(name, false, loader);
    }
}
