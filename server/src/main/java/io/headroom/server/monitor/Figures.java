package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The figures of a room in one unit, so that bytes and entries can be treated alike. Empty ones are not known, or there is no
 * limit.
 *
 * @param fill 0 to 1 and beyond, as {@link Room#fill}
 */
public record Figures(
        OptionalLong limit, OptionalLong used, long reserved, OptionalLong available, Optional<Double> fill) {
    public static Figures of(Room room, Unit unit) {
        return switch (unit) {
            case BYTES ->
                new Figures(
                        room.limitBytes(), room.usedBytes(), room.reservedBytes(), room.availableBytes(), room.fill());
            case ENTRIES ->
                new Figures(
                        room.limitEntries(),
                        room.usedEntries(),
                        room.reservedEntries(),
                        left(room.limitEntries(), room.usedEntries(), room.reservedEntries()),
                        room.fillOfEntries());
        };
    }

    private static OptionalLong left(OptionalLong limit, OptionalLong used, long reserved) {
        return limit.isPresent() && used.isPresent()
                ? OptionalLong.of(Math.max(0, limit.getAsLong() - used.getAsLong() - reserved))
                : OptionalLong.empty();
    }

    /** How much may still come until all is used, promises not counted; empty when there is no limit to reach. */
    OptionalLong untilFull() {
        return available.isPresent() && used.isPresent()
                ? OptionalLong.of(available.getAsLong() + reserved)
                : OptionalLong.empty();
    }
}
