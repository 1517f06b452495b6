package dev.roam.codec;

/** What a coverage-guided fuzzer calls: see {@link CoverageGuidedFuzz}. */
public final class FuzzTarget {
    /** An allow list, for the fuzzer brings classes of its own along and reports it when one is loaded. */
    private static final Codec CODEC = Codecs.of(
            "kryo", FuzzTarget.class.getClassLoader(), SerialFilter.of("dev.roam.codec.samples.**;java.base/*;!*"));

    private FuzzTarget() {}

    /** Decodes; anything but a value or a {@link DecodeException} is a finding. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            CODEC.decode(bytes);
        } catch (DecodeException e) {
            if (e.getCause() instanceof OutOfMemoryError error) {
                throw error;
            }
        }
    }
}
