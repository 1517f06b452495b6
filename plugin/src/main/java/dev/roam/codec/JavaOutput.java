package dev.roam.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** An object stream that tells a {@link WriteGuard} what it writes, and ends where that stops it. */
final class JavaOutput extends ObjectOutputStream {
    private final WriteGuard guard;

    JavaOutput(OutputStream out, WriteGuard guard) throws IOException {
        super(out);
        this.guard = guard;
        enableReplaceObject(true);
    }

    /** Called for each object that is not in the stream yet, strings included, but not for a {@link Class}. */
    @Override
    protected Object replaceObject(Object value) {
        guard.object(value);
        return value;
    }

    /** Called once for each class, superclasses included, before the first object of it. */
    @Override
    protected void annotateClass(Class<?> type) {
        guard.described(type);
        guard.check(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        guard.described(type);
        for (Class<?> face : type.getInterfaces()) {
            guard.check(face);
        }
    }
}
