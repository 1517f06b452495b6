package dev.roam.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An object stream that refuses to write the classes that {@link JavaInput} with the same filter would refuse to read. */
final class JavaOutput extends ObjectOutputStream {
    private final ObjectInputFilter filter;

    JavaOutput(OutputStream out, ObjectInputFilter filter) throws IOException {
        super(out);
        this.filter = filter;
    }

    /** Called once for each class, superclasses included, before the first object of it. */
    @Override
    protected void annotateClass(Class<?> type) throws IOException {
        check(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
        for (Class<?> face : type.getInterfaces()) {
            check(face);
        }
    }

    private void check(Class<?> type) throws RefusedException {
        if (filter.checkInput(new Seen(type)) == ObjectInputFilter.Status.REJECTED) {
            throw new RefusedException(type);
        }
    }

    /** Thrown in the stream's own writeObject; passes through the application's. */
    static final class RefusedException extends InvalidClassException {
        private static final long serialVersionUID = 1L;

        RefusedException(Class<?> type) {
            super(type.getName(), "refused by serialFilter");
        }
    }

    /** A class by itself: at the least depth and count, so that no limit decides. */
    private record Seen(Class<?> type) implements ObjectInputFilter.FilterInfo {
        @Override
        public @Nullable Class<?> serialClass() {
            return type;
        }

        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }
}
