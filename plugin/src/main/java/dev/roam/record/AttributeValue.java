package dev.roam.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The stored value of an attribute: opaque bytes, or the mark that it was removed. Immutable by contract: nobody changes the array.
 */
public final class AttributeValue {
    private final Version version;
    private final byte @Nullable [] bytes;

    /**
     * @param version what wrote it
     * @param bytes as the codec made them; null: removed
     */
    public AttributeValue(Version version, byte @Nullable [] bytes) {
        this.version = version;
        this.bytes = bytes;
    }

    /** The version that wrote it. */
    public Version version() {
        return version;
    }

    /** The bytes, not to be changed; null if the attribute was removed. */
    public byte @Nullable [] bytes() {
        return bytes;
    }

    boolean isRemoved() {
        return bytes == null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeValue that && version.equals(that.version) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    @Override
    public String toString() {
        return version + (bytes == null ? " removed" : " " + bytes.length + " bytes");
    }
}
