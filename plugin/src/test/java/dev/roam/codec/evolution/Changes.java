package dev.roam.codec.evolution;

import java.util.List;
import java.util.stream.Stream;

/** All changes. */
public final class Changes {
    private Changes() {}

    /** In the order of the document: by topic. */
    public static List<Change> all() {
        return Stream.of(
                        FieldChanges.changes(),
                        TypeChanges.changes(),
                        HierarchyChanges.changes(),
                        MissingClassChanges.changes(),
                        EnumChanges.changes(),
                        RecordChanges.changes(),
                        HookChanges.changes())
                .flatMap(List::stream)
                .toList();
    }
}
