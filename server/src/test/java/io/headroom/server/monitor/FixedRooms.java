package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.server.capacity.Rooms;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Rooms with the figures that a test gave them. One thread. */
public final class FixedRooms implements Rooms {
    private final List<Room> rooms = new ArrayList<>();

    /** Sets or changes the bytes of a quota. */
    public void quota(String path, long limit, long used) {
        put(new Room(
                Room.Kind.QUOTA,
                ResourcePath.parse(path),
                OptionalLong.of(limit),
                OptionalLong.of(used),
                0,
                OptionalLong.of(Math.max(0, limit - used)),
                OptionalLong.empty(),
                OptionalLong.of(3),
                0,
                Optional.of(new Room.Count(false, Optional.empty(), 7, 0))));
    }

    /** Sets or changes a quota that limits entries only. */
    public void entries(String path, long limit, long used) {
        put(new Room(
                Room.Kind.QUOTA,
                ResourcePath.parse(path),
                OptionalLong.empty(),
                OptionalLong.of(0),
                0,
                OptionalLong.empty(),
                OptionalLong.of(limit),
                OptionalLong.of(used),
                0,
                Optional.empty()));
    }

    /** Sets or changes the volume. */
    public void volume(long total, long used, long available) {
        put(new Room(
                Room.Kind.VOLUME,
                ResourcePath.ROOT,
                OptionalLong.of(total),
                OptionalLong.of(used),
                0,
                OptionalLong.of(available),
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Optional.empty()));
    }

    private void put(Room room) {
        rooms.removeIf(known -> known.kind() == room.kind() && known.path().equals(room.path()));
        rooms.add(room);
    }

    public void remove(String path) {
        rooms.removeIf(room -> room.path().equals(ResourcePath.parse(path)));
    }

    @Override
    public List<Room> all() {
        return List.copyOf(rooms);
    }

    @Override
    public Optional<InsufficientStorageException> fit(ResourcePath path, long bytes) {
        return Optional.empty();
    }

    @Override
    public Optional<InsufficientStorageException> growth(ResourcePath path, long bytes) {
        return Optional.empty();
    }

    @Override
    public Room tightest(ResourcePath path) {
        return rooms.get(0);
    }

    @Override
    public List<Reserved> reservations() {
        return List.of();
    }

    @Override
    public List<Folder> largestFolders(ResourcePath collection, int most) {
        return List.of();
    }
}
