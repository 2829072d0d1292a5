package io.headroom.server.capacity;

import io.headroom.spi.error.Shortage;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the books of a quota say at one moment.
 *
 * @param root whose quota it is
 */
record AccountFigures(
        ResourcePath root,
        QuotaLimit limit,
        long usedBytes,
        long usedEntries,
        long reservedBytes,
        long reservedEntries) {
    /** What a new write can get under this limit; empty when bytes are not limited. */
    OptionalLong availableBytes() {
        return left(limit.bytes(), usedBytes, reservedBytes);
    }

    OptionalLong availableEntries() {
        return left(limit.entries(), usedEntries, reservedEntries);
    }

    private static OptionalLong left(OptionalLong limit, long used, long reserved) {
        return limit.isEmpty() ? limit : OptionalLong.of(Math.max(0, limit.getAsLong() - Math.max(0, used) - reserved));
    }

    /**
     * Why a write does not fit; null when this quota is no obstacle.
     *
     * @param bytes all that the write needs here
     * @param ownBytes what of it is promised already
     */
    @Nullable
    Shortage shortage(long bytes, long entries, long ownBytes, long ownEntries) {
        OptionalLong left = plus(availableBytes(), ownBytes);
        if (left.isPresent() && (bytes > left.getAsLong() || ((bytes > 0 || entries > 0) && left.getAsLong() == 0))) {
            return new Shortage(
                    root,
                    Shortage.Unit.BYTES,
                    limit().bytes(),
                    OptionalLong.of(Math.max(0, usedBytes())),
                    OptionalLong.of(reservedBytes() - ownBytes),
                    OptionalLong.of(bytes),
                    left);
        }
        OptionalLong entriesLeft = plus(availableEntries(), ownEntries);
        if (entriesLeft.isEmpty() || entries <= entriesLeft.getAsLong()) {
            return null;
        }
        return new Shortage(
                root,
                Shortage.Unit.ENTRIES,
                limit().entries(),
                OptionalLong.of(Math.max(0, usedEntries())),
                OptionalLong.of(reservedEntries() - ownEntries),
                OptionalLong.of(entries),
                entriesLeft);
    }

    private static OptionalLong plus(OptionalLong figure, long more) {
        return figure.isPresent() ? OptionalLong.of(figure.getAsLong() + more) : figure;
    }

    /** @param count how far these figures are known */
    Room room(Room.Count count) {
        return new Room(
                Room.Kind.QUOTA,
                root,
                limit.bytes(),
                OptionalLong.of(Math.max(0, usedBytes)),
                reservedBytes,
                availableBytes(),
                limit.entries(),
                OptionalLong.of(Math.max(0, usedEntries)),
                reservedEntries,
                Optional.of(count));
    }
}
