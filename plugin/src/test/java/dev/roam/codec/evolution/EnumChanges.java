package dev.roam.codec.evolution;

import static dev.roam.codec.evolution.Change.NOT_READ;

import java.util.List;

final class EnumChanges {
    private EnumChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Enums");
        topic.add(
                        "constant added before others",
                        "bean A { E e = E.Q; } enum E { P, Q }",
                        "bean A { E e = E.Q; } enum E { N, P, Q }")
                .gives("A{e=Q}", "A{e=Q}");
        topic.add(
                        "constants reordered",
                        "bean A { E e = E.P; } enum E { P, Q }",
                        "bean A { E e = E.P; } enum E { Q, P }")
                .gives("A{e=P}", "A{e=P}");
        topic.add("constant gone", "bean A { E e = E.P; } enum E { P, Q }", "bean A { E e = E.Q; } enum E { Q }")
                .gives(NOT_READ, "A{e=Q}");
        topic.add(
                        "constant gone that only a removed field held",
                        "bean A { int a = 1; E e = E.P; } enum E { P, Q }",
                        "bean A { int a = 1; } enum E { Q }")
                .gives(NOT_READ, "A{a=1, e=null}")
                .but("kryo", "A{a=1}", "A{a=1, e=null}");
        topic.add(
                        "constants reordered, in an `EnumSet`",
                        set("P, Q", "EnumSet.of(E.P)"),
                        set("Q, P", "EnumSet.of(E.P)"))
                .gives("A{s=RegularEnumSet[P]}", "A{s=RegularEnumSet[P]}");
        topic.add("constant gone, in an `EnumSet`", set("P, Q", "EnumSet.of(E.P)"), set("Q", "EnumSet.of(E.Q)"))
                .gives(NOT_READ, "A{s=RegularEnumSet[Q]}");
        topic.add("constants reordered, as keys of an `EnumMap`", map("P, Q", "P"), map("Q, P", "P"))
                .gives("A{m=EnumMap[P=1]}", "A{m=EnumMap[P=1]}");
        topic.add("constant gone, as a key", map("P, Q", "P"), map("Q", "Q")).gives(NOT_READ, "A{m=EnumMap[Q=1]}");
        topic.add(
                        "constant gets a body",
                        "bean A { E e = E.P; } enum E { P }",
                        "bean A { E e = E.P; } enum E { P { @Override public String toString() { return \"p\"; } } }")
                .gives("A{e=P}", "A{e=P}");
        topic.add(
                        "enum gets a field",
                        "bean A { E e = E.P; } enum E { P }",
                        "bean A { E e = E.P; } enum E { P; final int n = 5; }")
                .gives("A{e=P}", "A{e=P}");
        topic.add(
                        "enum becomes a class",
                        "bean A { E e = E.P; } enum E { P }",
                        "bean A { E e = new E(); } bean E { int n = 5; }")
                .gives(NOT_READ, NOT_READ);
        return topic.changes();
    }

    private static String set(String constants, String value) {
        return "bean A { Set<E> s = " + value + "; } enum E { " + constants + " }";
    }

    private static String map(String constants, String key) {
        return "bean A { Map<E, Integer> m = new EnumMap<>(Map.of(E." + key + ", 1)); } enum E { " + constants + " }";
    }
}
