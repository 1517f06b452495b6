package dev.roam.codec.evolution;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class FieldChanges {
    private FieldChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Fields");
        topic.add("field added", "bean A { int a = 1; }", "bean A { int a = 1; int b = 2; String c = \"c\"; }")
                .gives("A{a=1, b=0, c=null}", "A{a=1}");
        topic.add("field removed", "bean A { int a = 1; String b = \"b\"; }", "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, b=null}");
        topic.add("field renamed", "bean A { int a = 1; int b = 2; }", "bean A { int a = 1; int c = 3; }")
                .gives("A{a=1, c=0}", "A{a=1, b=0}");
        topic.add(
                        "fields reordered",
                        "bean A { int a = 1; String b = \"b\"; long c = 3; }",
                        "bean A { long c = 3; int a = 1; String b = \"b\"; }")
                .gives("A{c=3, a=1, b=b}", "A{a=1, b=b, c=3}");
        topic.add(
                        "two fields of one type swapped",
                        "bean A { int a = 1; int b = 2; }",
                        "bean A { int b = 2; int a = 1; }")
                .gives("A{b=2, a=1}", "A{a=1, b=2}");
        topic.add("all fields replaced", "bean A { int a = 1; }", "bean A { String b = \"b\"; }")
                .gives("A{b=null}", "A{a=0}");
        topic.add(
                        "names beyond ASCII",
                        "bean A { int gr\u00f6\u00dfe = 1; B b = new B(); } bean B {}",
                        "bean A { int \u540d = 2; int gr\u00f6\u00dfe = 1; }")
                .gives("A{\u540d=0, gr\u00f6\u00dfe=1}", "A{gr\u00f6\u00dfe=1, b=null}");
        topic.add(
                        "field becomes `transient`",
                        "bean A { int a = 1; String b = \"b\"; }",
                        "bean A { int a = 1; transient String b = \"x\"; }")
                .gives("A{a=1, b=null}", "A{a=1, b=null}");
        topic.add(
                        "field is no longer `transient`",
                        "bean A { int a = 1; transient int b = 2; }",
                        "bean A { int a = 1; int b = 2; }")
                .gives("A{a=1, b=0}", "A{a=1, b=0}");
        topic.add(
                        "field becomes `static`",
                        "bean A { int a = 1; int b = 2; }",
                        "bean A { int a = 1; static int b = 3; }")
                .gives("A{a=1}", "A{a=1, b=0}");
        topic.add("field becomes `final`", "bean A { int a = 1; }", "bean A { final int a = Integer.parseInt(\"1\"); }")
                .gives("A{a=1}", "A{a=1}");
        topic.add(
                        "field added to elements of a list",
                        "bean A { int a = 1; }" + MAKE_LIST,
                        "bean A { int a = 1; int b = 2; }" + MAKE_LIST)
                .gives("ArrayList[A{a=1, b=0}, A{a=1, b=0}]", "ArrayList[A{a=1}, A{a=1}]");
        topic.add(
                        "field added to a class within another",
                        "bean A { B b = new B(); int z = 9; } bean B { int a = 1; }",
                        "bean A { B b = new B(); int z = 9; } bean B { String c = \"c\"; int a = 1; }")
                .gives("A{b=B{c=null, a=1}, z=9}", "A{b=B{a=1}, z=9}");
        topic.add("300 fields, of which the first is removed", many(0), many(1))
                .gives(manyRead(1), "A{f0=0, " + manyRead(1).substring(2));
        shared(topic);
        return topic.changes();
    }

    private static final String MAKE_LIST =
            "class Make { static Object make() { return new ArrayList<>(List.of(new A(), new A())); } }";

    private static String many(int first) {
        return IntStream.range(first, 300)
                .mapToObj(i -> "int f" + i + " = " + i + ";")
                .collect(Collectors.joining(" ", "bean A { ", " }"));
    }

    private static String manyRead(int first) {
        return IntStream.range(first, 300)
                .mapToObj(i -> "f" + i + "=" + i)
                .collect(Collectors.joining(", ", "A{", "}"));
    }

    /** The removed field is where the shared object was written; the other one only refers to it. */
    private static void shared(ChangeTopic topic) {
        topic.add(
                        "removed field held an object that another field shares",
                        "bean A { B a = new B(); B b = a; } bean B { int n = 5; }",
                        "bean A { B b = new B(); } bean B { int n = 5; }")
                .gives("A{b=B{n=5}}", "A{a=null, b=B{n=5}}");
        topic.add(
                        "removed field held a list that another field shares",
                        "bean A { List<String> a = new ArrayList<>(List.of(\"x\")); List<String> b = a; }",
                        "bean A { List<String> b = new ArrayList<>(List.of(\"x\")); }")
                .gives("A{b=ArrayList[x]}", "A{a=null, b=ArrayList[x]}");
        topic.add(
                        "removed field held a list with an object that another field shares",
                        "bean A { List<B> a; B b; A() { b = new B(); a = new ArrayList<>(List.of(b)); } } bean B { int n = 5; }",
                        "bean A { B b = new B(); } bean B { int n = 5; }")
                .gives("A{b=B{n=5}}", "A{a=null, b=B{n=5}}");
        topic.add(
                        "removed field held an array that another field shares",
                        "bean A { int[] a = {1, 2}; Object b = a; }",
                        "bean A { Object b = new int[] {1, 2}; }")
                .gives("A{b=[1, 2]}", "A{a=null, b=[1, 2]}");
        topic.add("removed field closed a circle", "bean A { A self = this; int n = 1; }", "bean A { int n = 1; }")
                .gives("A{n=1}", "A{self=null, n=1}");
    }
}
