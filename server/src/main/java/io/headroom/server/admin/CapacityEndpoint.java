package io.headroom.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.capacity.ByteSize;
import io.headroom.server.capacity.Rooms;
import io.headroom.spi.ResourcePath;
import java.util.Optional;

/** The room that is left as JSON: all of it, and whether something would fit. */
final class CapacityEndpoint {
    private static final int FOLDERS = 20;
    private static final int MOST_FOLDERS = 1000;

    private final AdminParts parts;

    CapacityEndpoint(AdminParts parts) {
        this.parts = parts;
    }

    /** With the parameter {@code folders}, a path, also the largest folders in it. */
    AdminAnswer all(AdminRequest request) {
        ObjectNode json = RoomJson.object();
        json.put("time", parts.clock().instant().toString());
        ArrayNode rooms = json.putArray("rooms");
        parts.monitor().look().forEach(status -> rooms.add(RoomJson.write(status)));
        ArrayNode reservations = json.putArray("reservations");
        for (Rooms.Reserved reserved : parts.rooms().reservations()) {
            reservations
                    .addObject()
                    .put("path", reserved.path().toString())
                    .put("bytes", reserved.bytes())
                    .put("since", reserved.since().toString());
        }
        Optional<String> folders = request.parameter("folders");
        if (folders.isPresent()) {
            ResourcePath collection = AdminRequest.pathOf("folders", folders.get());
            ArrayNode largest = json.putArray("folders");
            for (Rooms.Folder folder : parts.rooms().largestFolders(collection, most(request))) {
                largest.addObject()
                        .put("path", folder.path().toString())
                        .put("bytes", folder.bytes())
                        .put("entries", folder.entries());
            }
        }
        return AdminAnswer.json(200, json);
    }

    private static int most(AdminRequest request) {
        String text = request.parameter("most").orElse(Integer.toString(FOLDERS));
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST_FOLDERS) {
            throw new AdminRefusedException(
                    400, "The parameter 'most' must be a whole number from 1 to " + MOST_FOLDERS + ".");
        }
        return Integer.parseInt(text);
    }

    /** Yes and no are both a 200: the question was answered. */
    AdminAnswer fit(AdminRequest request) {
        ResourcePath path = request.requirePath();
        return AdminAnswer.json(200, ShortageJson.write(parts.rooms().fit(path, bytes(request.require("bytes")))));
    }

    private static long bytes(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(400, String.valueOf(e.getMessage()));
        }
    }
}
