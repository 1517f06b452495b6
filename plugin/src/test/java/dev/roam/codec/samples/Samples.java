package dev.roam.codec.samples;

import java.util.List;
import java.util.stream.Stream;

/** All samples. */
public final class Samples {
    private Samples() {}

    /** In the order of the document: by topic. */
    public static List<Sample> all() {
        return Stream.of(
                        BasicSamples.samples(),
                        ArraySamples.samples(),
                        CollectionSamples.samples(),
                        WrapperSamples.samples(),
                        ConcurrentSamples.samples(),
                        EnumSamples.samples(),
                        RecordSamples.samples(),
                        TimeSamples.samples(),
                        PlatformSamples.samples(),
                        ThrowableSamples.samples(),
                        BeanSamples.samples(),
                        SubclassSamples.samples(),
                        HookSamples.samples(),
                        CodeSamples.samples(),
                        GraphSamples.samples(),
                        SecuritySamples.samples(),
                        RefusedSamples.samples())
                .flatMap(List::stream)
                .toList();
    }
}
