package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.headroom.server.capacity.Room;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rooms of a running server. Throws what {@link AdminClient#ask} throws. Thread-safe. */
final class RemoteRooms implements Rooms {
    private final AdminClient client;

    RemoteRooms(AdminClient client) {
        this.client = client;
    }

    List<RoomStatus> statuses() {
        List<RoomStatus> statuses = new ArrayList<>();
        client.get("/capacity").path("rooms").forEach(room -> statuses.add(RoomJson.readStatus(room)));
        return statuses;
    }

    @Override
    public List<Room> all() {
        return statuses().stream().map(RoomStatus::room).toList();
    }

    @Override
    public Optional<InsufficientStorageException> fit(ResourcePath path, long bytes) {
        JsonNode answer = client.get("/capacity/fit?path=" + AdminClient.encoded(path) + "&bytes=" + bytes);
        return ShortageJson.read(answer, path);
    }

    @Override
    public List<Reserved> reservations() {
        List<Reserved> reservations = new ArrayList<>();
        client.get("/capacity")
                .path("reservations")
                .forEach(each -> reservations.add(new Reserved(
                        ResourcePath.parse(each.path("path").asText()),
                        each.path("bytes").asLong(),
                        Instant.parse(each.path("since").asText()))));
        return reservations;
    }

    @Override
    public List<Folder> largestFolders(ResourcePath collection, int most) {
        List<Folder> folders = new ArrayList<>();
        client.get("/capacity?folders=" + AdminClient.encoded(collection) + "&most=" + most)
                .path("folders")
                .forEach(each -> folders.add(new Folder(
                        ResourcePath.parse(each.path("path").asText()),
                        each.path("bytes").asLong(),
                        each.path("entries").asLong())));
        return folders;
    }
}
