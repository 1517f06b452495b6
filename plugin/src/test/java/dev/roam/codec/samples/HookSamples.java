package dev.roam.codec.samples;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Classes of an application that say themselves how they are serialised. */
@SuppressWarnings({"serial", "UnusedVariable", "UnusedMethod", "unused"
}) // as applications write them; serialisation calls the methods
final class HookSamples {
    private HookSamples() {}

    static List<Sample> samples() {
        return new Topic("Classes with hooks of serialisation")
                .add("`writeObject` and `readObject`", () -> new Coded("secret"))
                .add("`readObject` that builds transient fields", () -> new Rebuilt(3))
                .add("`readObject` alone", () -> new Counted("x"))
                .changed("`writeObject` alone, which writes a default", () -> new Stamped("x"))
                .add("`writeObject` that writes more than fields", () -> new Chatty(List.of("a", "b")))
                .changed("hooks of a superclass", () -> new SubOfCounted("x"))
                .add("hooks of an object deep inside", () -> new ArrayList<>(List.of(new Object[] {new Coded("deep")})))
                .changed("`writeReplace`", () -> new Money(5))
                .add("`writeReplace` with a proxy that gives it back", () -> new Kept(5))
                .changed("`readResolve`", () -> new Resolved("x"))
                .add("`readResolve` to a constant", () -> Constant.ONE)
                .add("constant that is held twice", () -> new Object[] {Constant.ONE, Constant.ONE})
                .changed("`readObjectNoData` of a superclass", () -> new WithNoData("x"))
                .add("`Externalizable`", () -> new External("x", 3))
                .add("`Externalizable` among others", () -> new ArrayList<>(List.of("a", new External("y", 4), 5)))
                .add("`serialPersistentFields`", () -> new Chosen("x", 2))
                .changed("`serialPersistentFields` that leave one out", () -> new Partial("kept", "lost"))
                .add("validation when all is read", () -> new Validated(3))
                .samples();
    }

    static final class Coded implements Serializable {
        private transient String text;

        Coded(String text) {
            this.text = text;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeUTF(new StringBuilder(text).reverse().toString());
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            text = new StringBuilder(in.readUTF()).reverse().toString();
        }
    }

    static final class Rebuilt implements Serializable {
        private final int number;
        private transient List<Integer> cache;

        Rebuilt(int number) {
            this.number = number;
            this.cache = List.of(number, number);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            cache = List.of(number, number);
        }
    }

    static class Counted implements Serializable {
        final String text;
        transient int reads;

        Counted(String text) {
            this.text = text;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            reads = 0;
        }
    }

    static final class SubOfCounted extends Counted {
        final transient int lost = 1;
        final int own = "two".length();

        SubOfCounted(String text) {
            super(text);
            reads = 7;
        }
    }

    static final class Stamped implements Serializable {
        final String text;
        String stamp = "none";

        Stamped(String text) {
            this.text = text;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            ObjectOutputStream.PutField fields = out.putFields();
            fields.put("text", text);
            fields.put("stamp", "written");
            out.writeFields();
        }
    }

    static final class Chatty implements Serializable {
        private transient List<String> words;

        Chatty(List<String> words) {
            this.words = words;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(words.size());
            for (String word : words) {
                out.writeObject(word);
            }
            out.write(new byte[] {1, 2, 3});
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            List<String> read = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                read.add((String) in.readObject());
            }
            words = List.copyOf(read);
        }
    }

    static final class Money implements Serializable {
        final int cents;

        Money(int cents) {
            this.cents = cents;
        }

        private Object writeReplace() throws ObjectStreamException {
            return cents + " cents";
        }
    }

    static final class Kept implements Serializable {
        final transient int number;

        Kept(int number) {
            this.number = number;
        }

        private Object writeReplace() {
            return new Form(number);
        }

        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("only through its form");
        }

        private static final class Form implements Serializable {
            private final int number;

            Form(int number) {
                this.number = number;
            }

            private Object readResolve() {
                return new Kept(number);
            }
        }
    }

    static final class Resolved implements Serializable {
        final String text;

        Resolved(String text) {
            this.text = text;
        }

        private Object readResolve() {
            return new Resolved(text + " resolved");
        }
    }

    static final class Constant implements Serializable {
        static final Constant ONE = new Constant("one");

        final String name;

        private Constant(String name) {
            this.name = name;
        }

        private Object readResolve() {
            return ONE;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static class NoData implements Serializable {
        transient String note = "by the constructor";

        private void readObjectNoData() {
            note = "no data";
        }
    }

    static final class WithNoData extends NoData {
        final String text;

        WithNoData(String text) {
            this.text = text;
        }
    }

    public static final class External implements Externalizable {
        private String text = "";
        private int number;

        public External() {}

        External(String text, int number) {
            this.text = text;
            this.number = number;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(text);
            out.writeInt(number);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            text = in.readUTF();
            number = in.readInt();
        }
    }

    static final class Chosen implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {
            new ObjectStreamField("text", String.class), new ObjectStreamField("number", int.class)
        };
        final transient String text;
        final int number;

        Chosen(String text, int number) {
            this.text = text;
            this.number = number;
        }
    }

    static final class Partial implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("kept", String.class)};
        final String kept;
        final String lost;

        Partial(String kept, String lost) {
            this.kept = kept;
            this.lost = lost;
        }
    }

    static final class Validated implements Serializable, ObjectInputValidation {
        final int number;
        transient boolean valid = true;

        Validated(int number) {
            this.number = number;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.registerValidation(this, 0);
            in.defaultReadObject();
        }

        @Override
        public void validateObject() {
            valid = true;
        }
    }
}
