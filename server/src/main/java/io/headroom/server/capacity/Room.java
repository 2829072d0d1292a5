package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One limit and how far it is used up: the volume's, or a quota's. Empty figures are not known, or there is no limit, as
 * {@link Kind} tells.
 *
 * @param path the collection that it holds for
 * @param limitBytes of a volume: all it can hold
 * @param usedBytes of a volume: everything on it, whoever put it there
 * @param reservedBytes promised to writes on their way
 * @param availableBytes what a new write could get if this limit were the only one; never negative
 * @param count of a quota: how its use was last counted
 */
public record Room(
        Kind kind,
        ResourcePath path,
        OptionalLong limitBytes,
        OptionalLong usedBytes,
        long reservedBytes,
        OptionalLong availableBytes,
        OptionalLong limitEntries,
        OptionalLong usedEntries,
        long reservedEntries,
        Optional<Count> count) {
    /** Whose limit it is. */
    public enum Kind {
        /** The store itself, measured. */
        VOLUME,
        /** A store without a limit. */
        UNLIMITED,
        /** A store that nobody can measure. */
        UNKNOWN,
        /** A limit that somebody set on a collection. */
        QUOTA
    }

    /**
     * How the use of a quota was counted.
     *
     * @param running whether a count is under way; figures are as known before it
     * @param lastFinished when a count ended last; empty when none has
     * @param driftBytes what that count found beyond what was known; negative when it found less
     * @param driftEntries likewise
     */
    public record Count(boolean running, Optional<Instant> lastFinished, long driftBytes, long driftEntries) {}

    /** How far the bytes are used up, 0 to 1 and beyond when the limit was lowered; empty when that can't be told. */
    public Optional<Double> fill() {
        if (usedBytes.isEmpty()) {
            return Optional.empty();
        }
        double used = usedBytes.getAsLong();
        if (kind == Kind.QUOTA) {
            return limitBytes.isPresent()
                    ? Optional.of(limitBytes.getAsLong() == 0 ? 1.0 : used / limitBytes.getAsLong())
                    : Optional.empty();
        }
        // Of a volume the floor and what others may not use is no room.
        return availableBytes.isPresent()
                ? Optional.of(used / Math.max(1, used + availableBytes.getAsLong() + reservedBytes))
                : Optional.empty();
    }

    /** As {@link #fill}, for files and collections. */
    public Optional<Double> fillOfEntries() {
        return limitEntries.isPresent() && usedEntries.isPresent()
                ? Optional.of(
                        limitEntries.getAsLong() == 0
                                ? 1.0
                                : (double) usedEntries.getAsLong() / limitEntries.getAsLong())
                : Optional.empty();
    }
}
