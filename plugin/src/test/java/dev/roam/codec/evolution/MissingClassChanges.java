package dev.roam.codec.evolution;

import static dev.roam.codec.evolution.Change.NOT_READ;

import java.util.List;

final class MissingClassChanges {
    private static final String NOTHING = "class Make { static Object make() { return \"x\"; } }";

    private MissingClassChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Classes that one side does not have");
        topic.add("class gone or renamed", "bean A { int a = 1; }", NOTHING).gives(NOT_READ, "x");
        topic.add(
                        "class of an element gone",
                        "bean A { int a = 1; }" + makes("new ArrayList<>(List.of(\"y\", new A()))"),
                        NOTHING)
                .gives(NOT_READ, "x");
        topic.add("class of an array's element gone", "bean A { int a = 1; }" + makes("new A[0]"), NOTHING)
                .gives(NOT_READ, "x");
        topic.add(
                        "class of a field that is still there gone",
                        "bean A { Object b = new B(); } bean B {}",
                        "bean A { Object b; }")
                .gives(NOT_READ, "A{b=null}");
        topic.add(
                        "class of a removed field gone",
                        "bean A { int a = 1; B b = new B(); int z = 3; } bean B { int n = 5; }",
                        "bean A { int a = 1; int z = 3; }")
                .gives("A{a=1, z=3}", "A{a=1, b=null, z=3}");
        topic.add(
                        "class within a removed field gone",
                        "bean A { int a = 1; List<B> b = new ArrayList<>(List.of(new B())); } bean B { int n = 5; }",
                        "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, b=null}");
        topic.add(
                        "class of a key within a removed field gone",
                        "bean A { int a = 1; Map<B, String> b = new HashMap<>(Map.of(new B(), \"v\")); } bean B { int n = 5; }",
                        "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, b=null}");
        topic.add(
                        "class of an array in a removed field gone",
                        "bean A { int a = 1; B[] b = {new B()}; } bean B { int n = 5; }",
                        "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, b=null}");
        topic.add(
                        "enum of a removed field gone",
                        "bean A { int a = 1; E e = E.X; } enum E { X }",
                        "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, e=null}");
        topic.add(
                        "record of a removed field gone",
                        "bean A { int a = 1; R r = new R(1, \"x\"); } record R(int n, Object o) implements Serializable {}",
                        "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, r=null}");
        topic.add(
                        "class gone whose object held one that is shared",
                        "bean A { Object g; C c; A() { B b = new B(); g = b; c = b.c; } } bean B { C c = new C(); } bean C { int n = 5; }",
                        "bean A { C c = new C(); } bean C { int n = 5; }")
                .gives("A{c=C{n=5}}", "A{g=null, c=C{n=5}}");
        topic.add(
                        "class of a lambda in a removed field gone",
                        "bean A { int a = 1; Object f = B.f(); } class B { static Object f() { return (Supplier<String> & Serializable) () -> \"x\"; } }",
                        "bean A { int a = 1; }")
                .gives("A{a=1}", "A{a=1, f=null}");
        return topic.changes();
    }

    private static String makes(String expression) {
        return "class Make { static Object make() { return " + expression + "; } }";
    }
}
