package dev.roam.codec;

import java.io.ObjectInputFilter;

/**
 * What a filter says of classes by themselves. It is asked once for each class, for a filter with many patterns takes as long as it takes to write
 * a small object. The answers are kept with the classes, so no class loader is held; they go when this object goes. Thread-safe.
 */
final class ClassVerdicts {
    private final ClassValue<Boolean> refused;

    ClassVerdicts(ObjectInputFilter filter) {
        refused = new ClassValue<>() {
            @Override
            protected Boolean computeValue(Class<?> type) {
                return filter.checkInput(new Question(type, 1)) == ObjectInputFilter.Status.REJECTED;
            }
        };
    }

    /** Whether a class is refused, limits and its superclasses aside. */
    boolean refuse(Class<?> type) {
        return refused.get(type);
    }
}
