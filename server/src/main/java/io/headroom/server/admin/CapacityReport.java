package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All about the room that is left at a moment.
 *
 * @param reservations oldest first
 * @param folders the largest of a collection, if somebody asked for one; else none
 */
public record CapacityReport(
        Instant time, List<RoomStatus> rooms, List<Rooms.Reserved> reservations, List<Rooms.Folder> folders) {
    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode json = RoomJson.object();
        json.put("time", time.toString());
        ArrayNode each = json.putArray("rooms");
        rooms.forEach(status -> each.add(RoomJson.write(status)));
        ArrayNode promises = json.putArray("reservations");
        reservations.forEach(reserved -> promises.addObject()
                .put("path", reserved.path().toString())
                .put("bytes", reserved.bytes())
                .put("since", reserved.since().toString()));
        ArrayNode largest = json.putArray("folders");
        folders.forEach(folder -> largest.addObject()
                .put("path", folder.path().toString())
                .put("bytes", folder.bytes())
                .put("entries", folder.entries()));
        return json;
    }

    static CapacityReport read(JsonNode json) {
        List<RoomStatus> rooms = new ArrayList<>();
        json.path("rooms").forEach(room -> rooms.add(RoomJson.readStatus(room)));
        List<Rooms.Reserved> reservations = new ArrayList<>();
        json.path("reservations")
                .forEach(each -> reservations.add(new Rooms.Reserved(
                        path(each),
                        each.path("bytes").asLong(),
                        Instant.parse(each.path("since").asText()))));
        List<Rooms.Folder> folders = new ArrayList<>();
        json.path("folders")
                .forEach(each -> folders.add(new Rooms.Folder(
                        path(each),
                        each.path("bytes").asLong(),
                        each.path("entries").asLong())));
        return new CapacityReport(Instant.parse(json.path("time").asText()), rooms, reservations, folders);
    }

    private static ResourcePath path(JsonNode json) {
        return ResourcePath.parse(json.path("path").asText());
    }
}
