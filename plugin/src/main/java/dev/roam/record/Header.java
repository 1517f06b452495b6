package dev.roam.record;

import dev.roam.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What a session is besides its attributes.
 *
 * @param id the current id, without a route suffix
 * @param created milliseconds since the epoch
 * @param maxInactive seconds as set; zero or less: never times out
 * @param identity who is logged in
 */
public record Header(String id, long created, int maxInactive, @Nullable Identity identity) {
    Header withId(String newId) {
        return new Header(newId, created, maxInactive, identity);
    }
}
