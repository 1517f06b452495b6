package dev.roam.codec;

import dev.roam.codec.samples.Behaviour;
import dev.roam.codec.samples.PlainJava;
import dev.roam.codec.samples.Portrait;
import dev.roam.codec.samples.Sample;
import dev.roam.codec.samples.Sample.Fate;
import dev.roam.codec.samples.Sample.Reach;
import dev.roam.codec.samples.Samples;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All samples in a file, written by one JVM and read by another. */
final class Exchange {
    private Exchange() {}

    /**
     * Writes or reads a file.
     *
     * @param arguments {@code write} and the file to write, or {@code read}, the file to read, and the file for what is wrong, a line each
     */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            write(file);
        } else {
            Files.write(Path.of(arguments[2]), differences(file));
        }
    }

    private static List<Sample> samples() {
        return Samples.all().stream()
                .filter(sample -> sample.fate() != Fate.REFUSED && sample.reach() == Reach.ANYWHERE)
                .toList();
    }

    private static Codec codec(String serializer) {
        return Codecs.of(serializer, Exchange.class.getClassLoader(), SerialFilter.of(null));
    }

    static void write(Path file) throws Exception {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (String serializer : Codecs.NAMES) {
                for (Sample sample : samples()) {
                    byte[] bytes = codec(serializer).encode(sample.make());
                    out.writeInt(bytes.length);
                    out.write(bytes);
                }
            }
        }
    }

    /** What is not read as Java serialisation of this JVM reads what it has written itself. */
    static List<String> differences(Path file) throws Exception {
        Map<String, String> expected = new HashMap<>();
        for (Sample sample : samples()) {
            expected.put(sample.key(), show(PlainJava.copy(sample.make())));
        }
        List<String> differences = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            for (String serializer : Codecs.NAMES) {
                for (Sample sample : samples()) {
                    String found = read(serializer, in);
                    if (!found.equals(expected.get(sample.key()))) {
                        differences.add(serializer + ", " + sample.key() + ": " + found.replace('\n', ' '));
                    }
                }
            }
            if (in.read() >= 0) {
                differences.add("there are more values in the file than samples");
            }
        }
        return differences;
    }

    private static String read(String serializer, DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(in.readInt());
        try {
            return show(codec(serializer).decode(bytes));
        } catch (DecodeException e) {
            return e.toString();
        }
    }

    private static String show(Object value) {
        return Portrait.of(value) + Behaviour.of(value);
    }
}
