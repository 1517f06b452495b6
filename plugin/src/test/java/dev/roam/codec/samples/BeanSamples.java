package dev.roam.codec.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Classes of an application without any hook of serialisation. */
@SuppressWarnings({"serial", "ClassCanBeStatic", "unused", "UnusedVariable"}) // as applications write them
final class BeanSamples {
    private BeanSamples() {}

    static List<Sample> samples() {
        return new Topic("Classes of the application")
                .add("class with fields of all types", () -> new Everything())
                .add("class without fields", () -> new Nothing())
                .add("class with null in all fields", () -> new Nullables())
                .add("private class without a public constructor", () -> new Hidden("a"))
                .add("final fields", () -> new Finals(3, "x"))
                .add("constructor that counts: it must not run", () -> new Ticket("A1").used())
                .add("superclass with fields", () -> new Sub("sub", "base"))
                .add("fields of one name in class and superclass", () -> new Twin("outer", "inner"))
                .add("abstract generic superclass", () -> new Numbered(7L, "x"))
                .add("fields of interface and `Object` type", () -> new Loose("a", new ArrayList<>(List.of(1)), 2.5))
                .add("boxed numbers of exact types", () -> new Loose((byte) 1, List.of((short) 2, 'c', 3L, 4f), 5))
                .add("static fields stay", () -> new WithStatic("x"))
                .add("local class", BeanSamples::localClass)
                .add("inner class with its outer object", () -> new Outer("o").inner("i"))
                .add(
                        "inner class within an inner class",
                        () -> new Outer("o").inner("i").deeper())
                .add("anonymous class", () -> new Outer("o").anonymous(5))
                .changed("transient fields", () -> new Transients())
                .changed("superclass that is not `Serializable`: its constructor runs", () -> new OverPlain("x"))
                .changed(
                        "inherited state of a superclass that is not `Serializable`", () -> new OverPlain("x").turned())
                .changed("non-`Serializable` object in a transient field", () -> new Guarded("x"))
                .samples();
    }

    private static Object localClass() {
        String captured = "captured";
        class Local implements Serializable {
            final int number = 1;

            String both() {
                return captured + number;
            }
        }
        return new Local();
    }

    static final class Everything implements Serializable {
        boolean a = true;
        byte b = -1;
        short c = 2;
        char d = 'd';
        int e = -5;
        long f = Long.MIN_VALUE;
        float g = 1.5f;
        double h = Double.NEGATIVE_INFINITY;
        Boolean i = true;
        Integer j = 1000;
        Long k = 5L;
        String l = "text";
        int[] m = {1, 2};
        String[] n = {"a"};
        List<String> o = new ArrayList<>(List.of("x", "y"));
        Map<String, Integer> p = new TreeMap<>(Map.of("k", 1));
        Object q = 1.5;
    }

    static final class Nothing implements Serializable {}

    static class Nullables implements Serializable {
        @Nullable
        String a;

        @Nullable
        Integer b;

        int @Nullable [] c;

        @Nullable
        List<String> d;

        @Nullable
        Nullables e;
    }

    private static final class Hidden implements Serializable {
        private final String secret;

        private Hidden(String secret) {
            this.secret = secret;
        }
    }

    static final class Finals implements Serializable {
        final int number;
        final String text;
        final List<String> list = List.of("fixed");

        Finals(int number, String text) {
            this.number = number;
            this.text = text;
        }
    }

    static final class Ticket implements Serializable {
        final String code;
        boolean used;

        Ticket(String code) {
            this.code = code;
        }

        Ticket used() {
            used = true;
            return this;
        }
    }

    static class Base implements Serializable {
        final String base;

        Base(String base) {
            this.base = base;
        }
    }

    static final class Sub extends Base {
        final String sub;

        Sub(String sub, String base) {
            super(base);
            this.sub = sub;
        }
    }

    static class Single implements Serializable {
        private final String name;

        Single(String name) {
            this.name = name;
        }
    }

    static final class Twin extends Single {
        private final String name;

        Twin(String name, String inherited) {
            super(inherited);
            this.name = name;
        }
    }

    abstract static class Keyed<K> implements Serializable {
        final K key;

        Keyed(K key) {
            this.key = key;
        }
    }

    static final class Numbered extends Keyed<Long> {
        final String text;

        Numbered(Long key, String text) {
            super(key);
            this.text = text;
        }
    }

    static final class Loose implements Serializable {
        final Comparable<?> comparable;
        final Collection<?> collection;
        final Object object;

        Loose(Comparable<?> comparable, Collection<?> collection, Object object) {
            this.comparable = comparable;
            this.collection = collection;
            this.object = object;
        }
    }

    static final class WithStatic implements Serializable {
        static final List<String> SHARED = List.of("static");
        final String text;

        WithStatic(String text) {
            this.text = text;
        }
    }

    static final class Outer implements Serializable {
        final String name;

        Outer(String name) {
            this.name = name;
        }

        Inner inner(String text) {
            return new Inner(text);
        }

        Object anonymous(int number) {
            return new Base(name) {
                final String own = name + number;
            };
        }

        final class Inner implements Serializable {
            final String text;

            Inner(String text) {
                this.text = text;
            }

            Object deeper() {
                return new Deeper();
            }

            final class Deeper implements Serializable {
                final String all = name + text;
            }
        }
    }

    static final class Transients implements Serializable {
        final int kept = 1;
        transient int number = 2;
        transient String text = "gone";
        final transient List<String> list = new ArrayList<>(List.of("gone"));
    }

    static class Plain {
        String state = "set by the constructor";
        int count = 3;
    }

    static final class OverPlain extends Plain implements Serializable {
        final String own;

        OverPlain(String own) {
            this.own = own;
            this.count = 4;
        }

        OverPlain turned() {
            state = "turned";
            return this;
        }
    }

    static final class Guarded implements Serializable {
        final String text;
        final transient Object lock = new Object();

        Guarded(String text) {
            this.text = text;
        }
    }
}
