package dev.roam.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node must know to be at a version.
 *
 * @param version where it leads
 * @param whole whether it is the whole record: what is not in it is not there. Otherwise a delta since the version that was named
 * @param header null: unchanged
 * @param attributes those that were written since; in a delta also the removed ones. Not to be changed
 */
public record Update(
        Version version, boolean whole, @Nullable Header header, Map<AttributeKey, AttributeValue> attributes) {
    boolean isEmpty() {
        return !whole && header == null && attributes.isEmpty();
    }
}
