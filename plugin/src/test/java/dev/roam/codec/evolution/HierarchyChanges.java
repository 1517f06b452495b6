package dev.roam.codec.evolution;

import static dev.roam.codec.evolution.Change.NOT_READ;

import java.util.List;

final class HierarchyChanges {
    private HierarchyChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Superclasses and interfaces");
        topic.add(
                        "field moved to a superclass that was there",
                        "bean Base { int z = 9; } bean A extends Base { int a = 1; int b = 2; }",
                        "bean Base { int z = 9; int a = 1; } bean A extends Base { int b = 2; }")
                .gives("A{z=9, a=0, b=2}", "A{z=9, a=0, b=2}")
                .but("kryo", "A{z=9, a=1, b=2}", "A{z=9, a=1, b=2}");
        topic.add(
                        "field moved to a new superclass",
                        "bean A { int a = 1; int b = 2; }",
                        "bean Base { int a = 1; } bean A extends Base { int b = 2; }")
                .gives("A{a=0, b=2}", "A{a=0, b=2}")
                .but("kryo", "A{a=1, b=2}", "A{a=1, b=2}");
        topic.add(
                        "field moved to a subclass",
                        "bean Base { int a = 1; int b = 2; } bean A extends Base { }",
                        "bean Base { int a = 1; } bean A extends Base { int b = 2; }")
                .gives("A{a=1, b=0}", "A{a=1, b=0}")
                .but("kryo", "A{a=1, b=2}", "A{a=1, b=2}");
        topic.add(
                        "superclass inserted",
                        "bean A { int a = 1; }",
                        "bean Mid { int m = 9; } bean A extends Mid { int a = 1; }")
                .gives("A{m=0, a=1}", "A{a=1}");
        topic.add(
                        "superclass removed",
                        "bean Mid { int m = 9; } bean A extends Mid { int a = 1; }",
                        "bean Mid { int m = 9; } bean A { int a = 1; }")
                .gives("A{a=1}", "A{m=0, a=1}");
        topic.add(
                        "superclass inserted between two",
                        "bean Base { int z = 3; } bean A extends Base { int a = 1; }",
                        "bean Base { int z = 3; } bean Mid extends Base { int m = 9; } bean A extends Mid { int a = 1; }")
                .gives("A{z=3, m=0, a=1}", "A{z=3, a=1}");
        topic.add(
                        "superclass replaced",
                        "bean Old { int z = 3; } bean A extends Old { int a = 1; }",
                        "bean New { int z = 4; } bean A extends New { int a = 1; }")
                .gives("A{z=0, a=1}", "A{z=0, a=1}")
                .but("kryo", "A{z=3, a=1}", "A{z=4, a=1}");
        topic.add(
                        "field moved to a superclass, with another type",
                        "bean Base { } bean A extends Base { int a = 1; }",
                        "bean Base { String a = \"x\"; } bean A extends Base { }")
                .gives("A{a=null}", "A{a=0}");
        topic.add(
                        "superclass gains a field of a name that the class has",
                        "bean Base { } bean A extends Base { int a = 1; }",
                        "bean Base { int a = 5; } bean A extends Base { int a = 2; }")
                .gives("A{a=0, a=1}", "A{a=2}");
        topic.add(
                        "one of two fields of one name removed",
                        "bean Base { int a = 1; } bean A extends Base { int a = 2; }",
                        "bean Base { } bean A extends Base { int a = 2; }")
                .gives("A{a=2}", "A{a=0, a=2}");
        topic.add(
                        "field of the superclass hidden by one of the same name",
                        "bean Base { int a = 1; } bean A extends Base { }",
                        "bean Base { int a = 1; } bean A extends Base { int a = 2; }")
                .gives("A{a=1, a=0}", "A{a=1}");
        topic.add(
                        "interface added",
                        "bean A { int a = 1; }",
                        "bean A implements Runnable { int a = 1; public void run() {} }")
                .gives("A{a=1}", "A{a=1}");
        topic.add(
                        "fields of one name in three classes, the middle one removed",
                        "bean Base { int a = 1; } bean Mid extends Base { int a = 2; } bean A extends Mid { int a = 3; }",
                        "bean Base { int a = 1; } bean A extends Base { int a = 3; }")
                .gives("A{a=1, a=3}", "A{a=1, a=0, a=3}");
        notSerializable(topic);
        return topic.changes();
    }

    private static void notSerializable(ChangeTopic topic) {
        topic.add(
                        "superclass no longer `Serializable`",
                        "bean Base { int z = 3; } bean A extends Base { int a = 1; }",
                        "class Base { int z = 7; } bean A extends Base { int a = 1; }")
                .gives("A{z=7, a=1}", "A{z=0, a=1}");
        topic.add(
                        "class no longer `Serializable`",
                        "bean A { int a = 1; }",
                        "class A { int a = 1; } class Make { static Object make() { return \"x\"; } }")
                .gives(NOT_READ, "x");
        topic.add(
                        "class becomes abstract",
                        "bean A { int a = 1; }",
                        "abstract class A implements Serializable { private static final long serialVersionUID = 1L; int a = 1; }"
                                + " class Make { static Object make() { return \"x\"; } }")
                .gives(NOT_READ, "x");
        topic.add(
                        "class becomes an interface",
                        "bean A { int a = 1; }",
                        "interface A extends Serializable {} class Make { static Object make() { return \"x\"; } }")
                .gives(NOT_READ, "x");
    }
}
