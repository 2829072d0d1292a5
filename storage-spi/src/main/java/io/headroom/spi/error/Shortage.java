package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import java.util.OptionalLong;

/**
 * Which limit stands in the way, and how much is missing. Figures that nobody knows are empty; they are never guessed.
 *
 * @param owner the collection whose limit it is: the root of a quota, or the root of the storage for its volume
 * @param unit what all the figures count
 * @param limit the most that there may be
 * @param used what is there
 * @param reserved what is promised to writes on their way
 * @param needed what this write takes beyond what it replaces
 * @param available what a new write can still get, 0 or more
 */
public record Shortage(
        ResourcePath owner,
        Unit unit,
        OptionalLong limit,
        OptionalLong used,
        OptionalLong reserved,
        OptionalLong needed,
        OptionalLong available) {
    /** What is counted. */
    public enum Unit {
        BYTES,
        /** Files and collections. */
        ENTRIES
    }

    /** When no more is known than what was needed and what is left, in bytes. */
    public static Shortage ofBytes(ResourcePath owner, OptionalLong needed, OptionalLong available) {
        OptionalLong unknown = OptionalLong.empty();
        return new Shortage(owner, Unit.BYTES, unknown, unknown, unknown, needed, available);
    }

    /** How much more room would do; empty when that can't be told. */
    public OptionalLong missing() {
        return needed.isPresent() && available.isPresent()
                ? OptionalLong.of(Math.max(0, needed.getAsLong() - available.getAsLong()))
                : OptionalLong.empty();
    }

    /** Whether the write is larger than the whole limit, so that no clean-up can make it fit. */
    public boolean isBeyondLimit() {
        return limit.isPresent() && needed.isPresent() && needed.getAsLong() > limit.getAsLong();
    }
}
