package dev.roam.codec.evolution;

import static dev.roam.codec.evolution.Change.NOT_READ;

import java.util.List;

final class HookChanges {
    private static final String PLAIN = "bean A { int a = 1; int b = 2; }";
    private static final String READS =
            "private void readObject(ObjectInputStream in) throws Exception { in.defaultReadObject(); b = a + 10; } ";
    private static final String WRITES =
            "private void writeObject(ObjectOutputStream out) throws Exception { out.defaultWriteObject(); out.writeInt(99); out.writeObject(\"more\"); } ";

    private HookChanges() {}

    static List<Change> changes() {
        ChangeTopic topic = new ChangeTopic("Hooks of serialisation, `serialVersionUID`");
        topic.add("gains `readObject`", PLAIN, "bean A { int a = 1; int b = 2; " + READS + "}")
                .gives("A{a=1, b=11}", "A{a=1, b=2}");
        topic.add("loses `readObject`", "bean A { int a = 1; int b = 2; " + READS + "}", PLAIN)
                .gives("A{a=1, b=2}", "A{a=1, b=11}");
        topic.add("gains `writeObject` that writes more", PLAIN, "bean A { int a = 1; int b = 2; " + WRITES + "}")
                .gives("A{a=1, b=2}", "A{a=1, b=2}");
        topic.add(
                        "superclass gains `readObject`",
                        "bean Base { int a = 1; int b = 2; } bean A extends Base { int c = 3; }",
                        "bean Base { int a = 1; int b = 2; " + READS + "} bean A extends Base { int c = 3; }")
                .gives("A{a=1, b=11, c=3}", "A{a=1, b=2, c=3}");
        topic.add(
                        "superclass with `readObjectNoData` inserted",
                        "bean A { int a = 1; }",
                        "bean Mid { int m = 9; private void readObjectNoData() { m = 8; } } bean A extends Mid { int a = 1; }")
                .gives("A{m=8, a=1}", "A{a=1}");
        topic.add(
                        "gains `readResolve`",
                        PLAIN,
                        "bean A { int a = 1; int b = 2; private Object readResolve() { b = 20; return this; } }")
                .gives("A{a=1, b=20}", "A{a=1, b=2}");
        topic.add(
                        "gains `writeReplace`",
                        PLAIN,
                        "bean A { int a = 1; int b = 2; private Object writeReplace() { return \"instead\"; } }")
                .gives("A{a=1, b=2}", "instead");
        topic.add(
                        "gains `serialPersistentFields`",
                        PLAIN,
                        "bean A { int a = 1; int b = 2; private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField(\"b\", int.class)}; }")
                .gives("A{a=0, b=2}", "A{a=0, b=2}");
        topic.add(
                        "becomes `Externalizable`",
                        PLAIN,
                        "class A implements Externalizable { private static final long serialVersionUID = 1L; int a = 1; int b = 2; public A() {} public void writeExternal(ObjectOutput out) throws IOException { out.writeInt(a); } public void readExternal(ObjectInput in) throws IOException { a = in.readInt(); } }")
                .gives(NOT_READ, NOT_READ);
        topic.add(
                        "within another: gains `readObject`",
                        "bean A { B b = new B(); } bean B { int a = 1; int b = 2; }",
                        "bean A { B b = new B(); } bean B { int a = 1; int b = 2; " + READS + "}")
                .gives("A{b=B{a=1, b=11}}", "A{b=B{a=1, b=2}}");
        topic.add("`serialVersionUID` changed", uid("1L", "int a = 1;"), uid("2L", "int a = 1;"))
                .gives(NOT_READ, NOT_READ);
        topic.add(
                        "no `serialVersionUID`, and a field added",
                        "class A implements Serializable { int a = 1; }",
                        "class A implements Serializable { int a = 1; int b = 2; }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=1, b=0}", "A{a=1}");
        topic.add(
                        "no `serialVersionUID`, and a method added",
                        "class A implements Serializable { int a = 1; }",
                        "class A implements Serializable { int a = 1; void m() {} }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=1}", "A{a=1}");
        topic.add(
                        "no `serialVersionUID`, and a constructor with an argument added",
                        "class A implements Serializable { int a = 1; A() {} }",
                        "class A implements Serializable { int a = 1; A() {} A(int a) { this.a = a; } }")
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=1}", "A{a=1}");
        within(topic);
        return topic.changes();
    }

    /** What has got a hook is one of several objects. */
    private static void within(ChangeTopic topic) {
        topic.add(
                        "held twice: gains `readObject`",
                        "bean A { B b = new B(); B c = b; } bean B { int a = 1; int b = 2; }",
                        "bean A { B b = new B(); B c = b; } bean B { int a = 1; int b = 2; " + READS + "}")
                .gives("A{b=B{a=1, b=11}, c=the same B}", "A{b=B{a=1, b=2}, c=the same B}");
        topic.add(
                        "held twice: gains `readResolve` with another object",
                        "bean A { B b = new B(); B c = b; } bean B { int a = 1; }",
                        "bean A { B b = new B(); B c = b; } bean B { int a = 1; private Object readResolve() { B b = new B(); b.a = a + 1; return b; } }")
                .gives("A{b=B{a=2}, c=the same B}", "A{b=B{a=1}, c=the same B}");
        topic.add(
                        "in a circle: gains `readObject`",
                        "bean A { B b = new B(); A() { b.up = this; } } bean B { A up; int a = 1; int b = 2; }",
                        "bean A { B b = new B(); A() { b.up = this; } } bean B { A up; int a = 1; int b = 2; " + READS
                                + "}")
                .gives("A{b=B{up=the same A, a=1, b=11}}", "A{b=B{up=the same A, a=1, b=2}}");
        topic.add(
                        "in a list: gains `readObject`, and the list is shared",
                        "bean A { List<B> b = new ArrayList<>(List.of(new B())); Object c = b; } bean B { int a = 1; int b = 2; }",
                        "bean A { List<B> b = new ArrayList<>(List.of(new B())); } bean B { int a = 1; int b = 2; "
                                + READS + "}")
                .gives("A{b=ArrayList[B{a=1, b=11}]}", "A{b=ArrayList[B{a=1, b=2}], c=null}");
        topic.add(
                        "gains `readObject` and a field, loses another",
                        "bean A { int a = 1; int gone = 5; }",
                        "bean A { int a = 1; int b = 2; String c; " + READS + "}")
                .gives("A{a=1, b=11, c=null}", "A{a=1, gone=0}");
        topic.add(
                        "gains `readObject` that reads the fields by name",
                        "bean A { int a = 1; String s = \"s\"; }",
                        "bean A { transient String both = \"x\"; private static final ObjectStreamField[] serialPersistentFields = {"
                                + "new ObjectStreamField(\"a\", int.class), new ObjectStreamField(\"s\", String.class)};"
                                + " private void writeObject(ObjectOutputStream out) throws Exception { ObjectOutputStream.PutField f = out.putFields(); f.put(\"a\", 7); f.put(\"s\", both); out.writeFields(); }"
                                + " private void readObject(ObjectInputStream in) throws Exception { ObjectInputStream.GetField f = in.readFields(); both = f.get(\"s\", null) + \" and \" + f.get(\"a\", 0); } }")
                .gives("A{both=s and 1}", "A{a=7, s=x}");
        topic.add(
                        "gains a `serialVersionUID`",
                        "class A implements Serializable { int a = 1; }",
                        uid("1L", "int a = 1;"))
                .gives(NOT_READ, NOT_READ)
                .but("kryo", "A{a=1}", "A{a=1}");
    }

    private static String uid(String uid, String fields) {
        return "class A implements Serializable { private static final long serialVersionUID = " + uid + "; " + fields
                + " }";
    }
}
