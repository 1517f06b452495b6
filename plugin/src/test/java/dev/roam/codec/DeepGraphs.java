package dev.roam.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that hold one of their kind, that holds one of its kind, and so on; built and measured without recursion. */
enum DeepGraphs {
    BEANS {
        @Override
        Object around(@Nullable Object inner) {
            return new Bean(inner);
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((Bean) outer).next;
        }
    },
    LISTS {
        @Override
        Object around(@Nullable Object inner) {
            List<Object> list = new ArrayList<>();
            if (inner != null) {
                list.add(inner);
            }
            return list;
        }

        @Override
        @Nullable
        Object within(Object outer) {
            List<?> list = (List<?>) outer;
            return list.isEmpty() ? null : list.get(0);
        }
    },
    MAPS {
        @Override
        Object around(@Nullable Object inner) {
            Map<String, Object> map = new HashMap<>();
            if (inner != null) {
                map.put("k", inner);
            }
            return map;
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((Map<?, ?>) outer).get("k");
        }
    },
    ARRAYS {
        @Override
        Object around(@Nullable Object inner) {
            return inner == null ? new Object[0] : new Object[] {inner};
        }

        @Override
        @Nullable
        Object within(Object outer) {
            Object[] array = (Object[]) outer;
            return array.length == 0 ? null : array[0];
        }
    },
    RECORDS {
        @Override
        Object around(@Nullable Object inner) {
            return new Link(inner);
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((Link) outer).next;
        }
    },
    EXTERNALIZABLES {
        @Override
        Object around(@Nullable Object inner) {
            External external = new External();
            external.next = inner;
            return external;
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((External) outer).next;
        }
    },
    /** With code of the application on each level, in both directions. */
    HOOKED {
        @Override
        Object around(@Nullable Object inner) {
            return new Hooked(inner);
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((Hooked) outer).next;
        }
    },
    /** Whose code catches whatever happens below it, and goes on. */
    SWALLOWING {
        @Override
        Object around(@Nullable Object inner) {
            return new Swallowing(inner);
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((Swallowing) outer).next;
        }
    },
    /** Whose code makes an exception of its own of whatever happens below it. */
    WRAPPING {
        @Override
        Object around(@Nullable Object inner) {
            return new Wrapping(inner);
        }

        @Override
        @Nullable
        Object within(Object outer) {
            return ((Wrapping) outer).next;
        }
    };

    /** One level around another; the innermost around nothing. */
    abstract Object around(@Nullable Object inner);

    /** What is inside the outermost level. */
    abstract @Nullable Object within(Object outer);

    Object nested(int levels) {
        Object value = around(null);
        for (int i = 1; i < levels; i++) {
            value = around(value);
        }
        return value;
    }

    int levels(Object value) {
        int levels = 0;
        for (Object inner = value; inner != null; inner = within(inner)) {
            levels++;
        }
        return levels;
    }

    static final class Bean implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // what it holds is Serializable in these tests
        final @Nullable Object next;

        final int number = 7;
        final String text = "text";

        Bean(@Nullable Object next) {
            this.next = next;
        }
    }

    record Link(@Nullable Object next) implements Serializable {}

    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;

        @Nullable
        Object next;

        @SuppressWarnings("RedundantModifier") // Externalizable wants it
        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeObject(next);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
            next = in.readObject();
        }
    }

    static final class Hooked implements Serializable {
        private static final long serialVersionUID = 1L;

        transient @Nullable Object next;

        Hooked(@Nullable Object next) {
            this.next = next;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            write(out, 3);
        }

        private void write(ObjectOutputStream out, int steps) throws IOException {
            if (steps > 0) {
                write(out, steps - 1);
            } else {
                out.writeObject(next);
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            next = read(in, 3);
        }

        private @Nullable Object read(ObjectInputStream in, int steps) throws IOException, ClassNotFoundException {
            return steps > 0 ? read(in, steps - 1) : in.readObject();
        }
    }

    static final class Swallowing implements Serializable {
        private static final long serialVersionUID = 1L;

        transient @Nullable Object next;

        Swallowing(@Nullable Object next) {
            this.next = next;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            try {
                out.writeObject(next);
            } catch (Throwable e) {
                out.writeObject("could not");
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            try {
                next = in.readObject();
            } catch (Throwable e) {
                next = "could not";
            }
        }
    }

    static final class Wrapping implements Serializable {
        private static final long serialVersionUID = 1L;

        transient @Nullable Object next;

        Wrapping(@Nullable Object next) {
            this.next = next;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            try {
                out.writeObject(next);
            } catch (Throwable e) {
                throw new IllegalStateException("could not", e);
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            try {
                next = in.readObject();
            } catch (Throwable e) {
                throw new IllegalStateException("could not", e);
            }
        }
    }
}
