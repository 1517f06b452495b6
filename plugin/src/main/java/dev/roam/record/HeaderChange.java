package dev.roam.record;

import dev.roam.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What a node changed in the header.
 *
 * @param maxInactive the new timeout in seconds; null: unchanged
 * @param setsIdentity whether {@code identity} counts
 * @param identity the new identity; null: logged out
 */
public record HeaderChange(@Nullable Integer maxInactive, boolean setsIdentity, @Nullable Identity identity) {
    /** Nothing. */
    public static final HeaderChange NONE = new HeaderChange(null, false, null);

    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return maxInactive == null && !setsIdentity;
    }

    /** This one, then a later one. */
    public HeaderChange then(HeaderChange later) {
        return new HeaderChange(
                later.maxInactive != null ? later.maxInactive : maxInactive,
                setsIdentity || later.setsIdentity,
                later.setsIdentity ? later.identity : identity);
    }

    /** The header with this change. */
    public Header applyTo(Header header) {
        return new Header(
                header.id(),
                header.created(),
                maxInactive != null ? maxInactive : header.maxInactive(),
                setsIdentity ? identity : header.identity());
    }
}
