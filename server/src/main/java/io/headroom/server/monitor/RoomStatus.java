package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import java.util.OptionalDouble;

/** A room with what watching it has shown. */
public record RoomStatus(Room room, LimitStatus bytes, LimitStatus entries) {
    /** A room that nobody watches: figures, no outlook. */
    public static RoomStatus unwatched(Room room) {
        return new RoomStatus(room, unwatched(room, Unit.BYTES), unwatched(room, Unit.ENTRIES));
    }

    private static LimitStatus unwatched(Room room, Unit unit) {
        return new LimitStatus(Figures.of(room, unit), 0, OptionalDouble.empty());
    }

    /** By unit. */
    public LimitStatus of(Unit unit) {
        return switch (unit) {
            case BYTES -> bytes;
            case ENTRIES -> entries;
        };
    }
}
