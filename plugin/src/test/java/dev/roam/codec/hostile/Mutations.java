package dev.roam.codec.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes hostile bytes of good ones. The same random numbers make the same bytes. */
public final class Mutations {
    private static final int SHORTEST_NAME = 8;

    /** Gadgets, what the JDK keeps for itself, what cannot be instantiated, what does not exist. */
    private static final List<String> NAMES = List.of(
            "dev.roam.codec.hostile.Canary",
            "dev.roam.codec.hostile.Canary$Plain",
            "dev.roam.codec.hostile.Canary$Kind",
            "dev.roam.codec.hostile.Canary$Box",
            "[Ldev.roam.codec.hostile.Canary;",
            "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
            "sun.reflect.annotation.AnnotationInvocationHandler",
            "java.rmi.server.UnicastRemoteObject",
            "javax.management.BadAttributeValueExpException",
            "jdk.internal.misc.Unsafe",
            "java.lang.Thread",
            "java.lang.Runtime",
            "java.lang.ProcessBuilder",
            "java.io.Serializable",
            "java.lang.Number",
            "java.lang.Enum",
            "java.lang.Object",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.PriorityQueue",
            "java.util.Collections$UnmodifiableMap",
            "java.lang.invoke.SerializedLambda",
            "java.io.ObjectStreamClass",
            "int",
            "void",
            "[I",
            "[[[[[[[[Ljava.lang.Object;",
            "[".repeat(255) + "I",
            "[".repeat(300) + "J",
            "[[[[[",
            "no.such.Class",
            "",
            "\0");

    private final List<byte[]> corpus;

    /** @param corpus good encodings: the first byte, which names the format, is never changed */
    public Mutations(List<byte[]> corpus) {
        this.corpus = List.copyOf(corpus);
    }

    /** Hostile bytes. */
    public byte[] next(SplittableRandom random) {
        byte[] bytes = any(random).clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            bytes = bytes.length < 2 ? any(random).clone() : mutated(bytes, random);
        }
        return bytes;
    }

    private byte[] any(SplittableRandom random) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] mutated(byte[] bytes, SplittableRandom random) {
        int at = 1 + random.nextInt(bytes.length - 1);
        int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
        switch (random.nextInt(10)) {
            case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2, 3 -> bytes[at] = (byte) random.nextInt(256);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 5 -> {
                return spliced(bytes, at, any(random), random);
            }
            case 6 -> {
                return replaced(bytes, at, at + length, Arrays.copyOfRange(bytes, at, at + length), true);
            }
            case 7 -> {
                return replaced(bytes, at, at + length, new byte[0], false);
            }
            case 8 -> {
                return replaced(bytes, at, at + 1, hugeNumber(random), false);
            }
            default -> {
                return renamed(bytes, random);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] other, SplittableRandom random) {
        int from = 1 + random.nextInt(Math.max(1, other.length - 1));
        byte[] tail = Arrays.copyOfRange(other, Math.min(from, other.length), other.length);
        return replaced(bytes, at, bytes.length, tail, false);
    }

    /** As a varint, or as four bytes. */
    private static byte[] hugeNumber(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> new byte[] {-1, -1, -1, -1, 7};
            case 1 -> new byte[] {-1, -1, -1, -1, 15};
            case 2 -> new byte[] {0x7f, -1, -1, -1};
            case 3 -> new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20};
            default -> new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, 127};
        };
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by, boolean keep) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + by.length);
        out.write(bytes, 0, keep ? to : from);
        out.writeBytes(by);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** Puts the name of another class in place of one, with its length if that is recognised before it. */
    private static byte[] renamed(byte[] bytes, SplittableRandom random) {
        List<int[]> names = namesIn(bytes);
        if (names.isEmpty()) {
            return bytes;
        }
        int[] place = names.get(random.nextInt(names.size()));
        byte[] name = NAMES.get(random.nextInt(NAMES.size())).getBytes(StandardCharsets.ISO_8859_1);
        int from = place[0];
        int length = place[1] - from;
        ByteArrayOutputStream by = new ByteArrayOutputStream();
        if (from > 2 && ((bytes[from - 2] & 0xff) << 8 | (bytes[from - 1] & 0xff)) == length) {
            from -= 2;
            by.write(name.length >> 8);
            by.write(name.length);
        } else {
            from -= Math.min(from - 1, length << 1 < 0x80 ? 1 : 2);
            int head = name.length << 1;
            while (head >= 0x80) {
                by.write((head & 0x7f) | 0x80);
                head >>>= 7;
            }
            by.write(head);
        }
        by.writeBytes(name);
        return replaced(bytes, from, place[1], by.toByteArray(), false);
    }

    private static List<int[]> namesIn(byte[] bytes) {
        List<int[]> names = new ArrayList<>();
        int from = 1;
        boolean dot = false;
        for (int i = 1; i <= bytes.length; i++) {
            int c = i < bytes.length ? bytes[i] : -1;
            if (c == '.' || c == '$' || c == '[' || c == ';' || Character.isLetterOrDigit(c)) {
                dot |= c == '.';
            } else {
                if (dot && i - from >= SHORTEST_NAME) {
                    names.add(new int[] {from, i});
                }
                from = i + 1;
                dot = false;
            }
        }
        return names;
    }
}
