package dev.roam.codec.hostile;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Defines the classes whose name begins with a prefix again, as a web application's loader would its own, so that they are not initialised yet; and remembers
 * each class that it was asked for.
 */
public final class WatchingLoader extends ClassLoader {
    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private final String prefix;

    /** Its parent is the loader of the tests. */
    public WatchingLoader(String prefix) {
        super(WatchingLoader.class.getClassLoader());
        this.prefix = prefix;
    }

    /** The names, in order. */
    public Set<String> asked() {
        return asked;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        asked.add(name);
        if (!name.startsWith(prefix)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] code = Objects.requireNonNull(in).readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
