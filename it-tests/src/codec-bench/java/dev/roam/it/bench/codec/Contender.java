package dev.roam.it.bench.codec;

import dev.roam.codec.Codec;
import dev.roam.codec.Codecs;
import dev.roam.codec.SerialFilter;
import java.util.ArrayList;
import java.util.List;

/** One way to turn a value into bytes and back. */
interface Contender {
    /** Kryo's compatible serializer, which the first aim names. */
    String KRYO = "plain Kryo";

    /** Java serialisation without anything around it, which the other aims name. */
    String JAVA = "plain Java";

    /** Apache Fory in compatible mode. */
    String FORY = "Fory";

    /** What the names of Roam's serializers are preceded by. */
    String ROAM = "Roam ";

    /** The serializer that the aims are about. */
    String JUDGED = ROAM + "kryo";

    /** Encodes a value and everything reachable from it. */
    byte[] encode(Object value) throws Exception;

    /** Decodes what {@link #encode} has made. */
    Object decode(byte[] bytes) throws Exception;

    /** The names of all of them, Roam's first. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        Codecs.NAMES.forEach(name -> names.add(ROAM + name));
        names.addAll(List.of(KRYO, JAVA, FORY));
        return names;
    }

    /** The contender of that name, new. */
    static Contender of(String name) {
        return switch (name) {
            case KRYO -> new CompatibleKryo();
            case JAVA -> new PlainJava();
            case FORY -> new CompatibleFory();
            default -> roam(name.substring(ROAM.length()));
        };
    }

    private static Contender roam(String serializer) {
        Codec codec = Codecs.of(serializer, Contender.class.getClassLoader(), SerialFilter.of(null));
        return new Contender() {
            @Override
            public byte[] encode(Object value) throws Exception {
                return codec.encode(value);
            }

            @Override
            public Object decode(byte[] bytes) throws Exception {
                return codec.decode(bytes);
            }
        };
    }
}
