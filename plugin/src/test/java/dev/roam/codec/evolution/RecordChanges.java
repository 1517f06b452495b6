package dev.roam.codec.evolution;

import static dev.roam.codec.evolution.Change.NOT_READ;

import java.util.List;

final class RecordChanges {
    private RecordChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Records");
        topic.add("component added", record("int a", "1"), record("int a, String b", "1, \"b\""))
                .gives("A{a=1, b=null}", "A{a=1}");
        topic.add("component removed", record("int a, String b", "1, \"b\""), record("int a", "1"))
                .gives("A{a=1}", "A{a=1, b=null}");
        topic.add("component renamed", record("int a, int b", "1, 2"), record("int a, int c", "1, 3"))
                .gives("A{a=1, c=0}", "A{a=1, b=0}");
        topic.add("components reordered", record("int a, int b", "1, 2"), record("int b, int a", "2, 1"))
                .gives("A{b=2, a=1}", "A{a=1, b=2}");
        topic.add("`int` component becomes `long`", record("int a", "1"), record("long a", "1"))
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=1}", "A{a=1}");
        topic.add("component to a supertype", record("String a", "\"x\""), record("Object a", "\"x\""))
                .gives("A{a=x}", "A{a=x}");
        topic.add("component to an unrelated type", record("String a", "\"x\""), record("Integer a", "1"))
                .gives(NOT_READ, NOT_READ);
        topic.add(
                        "component added that must not be null",
                        record("int a", "1"),
                        "record A(int a, String b) implements Serializable { A { Objects.requireNonNull(b); } }"
                                + make("1, \"b\""))
                .gives(NOT_READ, "A{a=1}");
        topic.add(
                        "component removed that held a shared object",
                        record("B a, B b", "Make.B, Make.B", " static final B B = new B();") + " bean B { int n = 5; }",
                        record("B b", "new B()") + " bean B { int n = 5; }")
                .gives("A{b=B{n=5}}", "A{a=null, b=B{n=5}}");
        topic.add(
                        "component removed whose class is gone",
                        record("int a, B b", "1, new B()") + " bean B { int n = 5; }",
                        record("int a", "1"))
                .gives("A{a=1}", "A{a=1, b=null}");
        topic.add(
                        "class becomes a record",
                        "bean A { int a = 1; String b = \"b\"; }",
                        record("int a, String b", "1, \"b\""))
                .gives("A{a=1, b=b}", NOT_READ)
                .but("kryo", "A{a=1, b=b}", "A{a=1, b=b}");
        topic.add(
                        "class becomes a record with the same `serialVersionUID`",
                        "bean A { int a = 1; String b = \"b\"; }",
                        "record A(int a, String b) implements Serializable { private static final long serialVersionUID = 1L; }"
                                + make("1, \"b\""))
                .gives("A{a=1, b=b}", "A{a=1, b=b}");
        topic.add(
                        "`serialVersionUID` of a record changed",
                        "record A(int a) implements Serializable { private static final long serialVersionUID = 1L; }"
                                + make("1"),
                        "record A(int a) implements Serializable { private static final long serialVersionUID = 2L; }"
                                + make("1"))
                .gives("A{a=1}", "A{a=1}");
        return topic.changes();
    }

    private static String record(String components, String arguments) {
        return record(components, arguments, "");
    }

    private static String record(String components, String arguments, String more) {
        return "record A(" + components + ") implements Serializable {}" + make(arguments, more);
    }

    private static String make(String arguments) {
        return make(arguments, "");
    }

    private static String make(String arguments, String more) {
        return " class Make {" + more + " static Object make() { return new A(" + arguments + "); } }";
    }
}
