package dev.roam.codec.evolution;

import static dev.roam.codec.evolution.Change.NOT_READ;

import java.util.List;

final class TypeChanges {
    private TypeChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Types of fields");
        primitives(topic);
        topic.add("`String` becomes `Integer`", "bean A { String a = \"5\"; }", "bean A { Integer a = 5; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`String` becomes `Integer`, where it is null", "bean A { String a; }", "bean A { Integer a; }")
                .gives("A{a=null}", "A{a=null}");
        topic.add("`Integer` becomes `Long`", "bean A { Integer a = 5; }", "bean A { Long a = 5L; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=5}", "A{a=5}");
        topic.add(
                        "to an unrelated class",
                        "bean A { B a = new B(); } bean B { int n = 5; }",
                        "bean A { C a = new C(); } bean B {} bean C { int n = 5; }")
                .gives(NOT_READ, NOT_READ);
        topic.add(
                        "`ArrayList` becomes `List`",
                        "bean A { ArrayList<String> a = new ArrayList<>(List.of(\"x\")); }",
                        "bean A { List<String> a = new ArrayList<>(List.of(\"x\")); }")
                .gives("A{a=ArrayList[x]}", "A{a=ArrayList[x]}");
        topic.add(
                        "`ArrayList` becomes `List`, with another list in it",
                        "bean A { ArrayList<String> a = new ArrayList<>(List.of(\"x\")); }",
                        "bean A { List<String> a = new LinkedList<>(List.of(\"x\")); }")
                .gives("A{a=ArrayList[x]}", NOT_READ);
        topic.add(
                        "`List` becomes `Set`",
                        "bean A { List<String> a = new ArrayList<>(List.of(\"x\")); }",
                        "bean A { Set<String> a = new HashSet<>(List.of(\"x\")); }")
                .gives(NOT_READ, NOT_READ);
        topic.add("to a supertype", "bean A { Integer a = 5; }", "bean A { Number a = 5; }")
                .gives("A{a=5}", "A{a=5}");
        topic.add(
                        "to a supertype, with another subtype in it",
                        "bean A { Integer a = 5; }",
                        "bean A { Number a = 5L; }")
                .gives("A{a=5}", NOT_READ)
                .but("kryo", "A{a=5}", "A{a=5}");
        topic.add(
                        "to `Object`",
                        "bean A { B a = new B(); } bean B { int n = 5; }",
                        "bean A { Object a = new B(); } bean B { int n = 5; }")
                .gives("A{a=B{n=5}}", "A{a=B{n=5}}");
        topic.add(
                        "`Object[]` becomes `String[]`",
                        "bean A { Object[] a = {\"x\"}; }",
                        "bean A { String[] a = {\"x\"}; }")
                .gives(NOT_READ, "A{a=[x]}");
        topic.add("`int[]` becomes `long[]`", "bean A { int[] a = {1}; }", "bean A { long[] a = {1}; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`String` becomes `String[]`", "bean A { String a = \"x\"; }", "bean A { String[] a = {\"x\"}; }")
                .gives(NOT_READ, NOT_READ);
        topic.add(
                        "type arguments alone",
                        "bean A { List<String> a = new ArrayList<>(List.of(\"5\")); }",
                        "bean A { List<Integer> a = new ArrayList<>(List.of(5)); }")
                .gives("A{a=ArrayList[5]}", "A{a=ArrayList[5]}");
        return topic.changes();
    }

    private static void primitives(ChangeTopic topic) {
        topic.add("`int` becomes `long`", "bean A { int a = 5; }", "bean A { long a = 5; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=5}", "A{a=5}");
        topic.add("`long` becomes `int`, too large a number", "bean A { long a = 1L << 40; }", "bean A { int a = 5; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", NOT_READ, "A{a=5}");
        topic.add("`int` becomes `double`", "bean A { int a = 5; }", "bean A { double a = 5.5; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=5.0}", NOT_READ);
        topic.add("`int` becomes `boolean`", "bean A { int a = 1; }", "bean A { boolean a = true; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`short` becomes `char`", "bean A { short a = -1; }", "bean A { char a = 'x'; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`int` becomes `Integer`", "bean A { int a = 5; }", "bean A { Integer a = 5; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=5}", "A{a=5}");
        topic.add("`Integer` becomes `int`, where it is null", "bean A { Integer a; }", "bean A { int a = 5; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", NOT_READ, "A{a=5}");
        topic.add("`int` becomes `String`", "bean A { int a = 5; }", "bean A { String a = \"5\"; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`int` becomes `Object`", "bean A { int a = 5; }", "bean A { Object a = 5; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=5}", "A{a=5}");
        numbers(topic);
    }

    /** A number that the other type cannot hold is not read rather than rounded. */
    private static void numbers(ChangeTopic topic) {
        topic.add(
                        "`int` becomes `float`, too many digits",
                        "bean A { int a = 16777217; }",
                        "bean A { float a = 0.1f; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`double` becomes `float`", "bean A { double a = 0.5; }", "bean A { float a = 0.25f; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=0.5}", "A{a=0.25}");
        topic.add(
                        "`double` becomes `float`, too many digits",
                        "bean A { double a = 0.1; }",
                        "bean A { float a = 0.5f; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", NOT_READ, "A{a=0.5}");
        topic.add(
                        "`long` becomes `double`, too many digits",
                        "bean A { long a = 9007199254740993L; }",
                        "bean A { double a = 1e300; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`char` becomes `int`", "bean A { char a = 'x'; }", "bean A { int a = 5; }")
                .gives(NOT_READ, NOT_READ);
        topic.add("`boolean` becomes `Boolean`", "bean A { boolean a = true; }", "bean A { Boolean a = true; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=true}", "A{a=true}");
    }
}
