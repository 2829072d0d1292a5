package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;

/**
 * One thing that can be used up: the bytes or the entries of one room.
 *
 * @param kind tells a volume from a quota on its root
 */
public record WatchedLimit(Room.Kind kind, ResourcePath path, Unit unit) {
    static WatchedLimit of(Room room, Unit unit) {
        return new WatchedLimit(room.kind(), room.path(), unit);
    }
}
