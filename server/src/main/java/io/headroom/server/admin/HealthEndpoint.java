package io.headroom.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.capacity.Room;
import io.headroom.server.monitor.RoomStatus;
import java.util.List;

/** Whether the process works, and whether it can serve. */
final class HealthEndpoint {
    private final String id;
    private final AdminParts parts;

    /** @param id of this run, so that one can tell whether it is the one that a file speaks of */
    HealthEndpoint(String id, AdminParts parts) {
        this.id = id;
        this.parts = parts;
    }

    /** Asks nothing that could hang. */
    AdminAnswer health(AdminRequest request) {
        return AdminAnswer.json(200, RoomJson.object().put("status", "ok").put("id", id));
    }

    /**
     * A server without room is ready all the same: it serves reads, and takes what makes room. So is one without a mount: the
     * others serve, and who were sent elsewhere would miss them too.
     */
    AdminAnswer ready(AdminRequest request) {
        ObjectNode json = RoomJson.object();
        boolean ready = true;
        boolean whole = true;
        ObjectNode states = RoomJson.object();
        for (Readiness.State state : parts.readiness().look()) {
            ready &= state.ready() || !state.vital();
            whole &= state.ready();
            ObjectNode part = states.putObject(state.part());
            part.put("status", state.ready() ? "ok" : "failed");
            if (!state.ready()) {
                part.put("message", state.words());
            }
        }
        List<String> full = parts.monitor().latest().rooms().stream()
                .filter(HealthEndpoint::isFull)
                .map(status -> RoomJson.word(status.room().kind()) + " "
                        + status.room().path())
                .toList();
        ObjectNode room = states.putObject("room").put("status", full.isEmpty() ? "ok" : "degraded");
        if (!full.isEmpty()) {
            room.put("message", "There is no room left: " + String.join(", ", full) + ".");
        }
        String working = full.isEmpty() && whole ? "ok" : "degraded";
        json.put("status", ready ? working : "failed");
        json.set("parts", states);
        return AdminAnswer.json(ready ? 200 : 503, json);
    }

    /** A folder that is full is its users' affair; the volumes, and a quota on all, are the server's. */
    private static boolean isFull(RoomStatus status) {
        return (status.room().path().isRoot() || status.room().kind() != Room.Kind.QUOTA)
                && (status.bytes().figures().fill().orElse(0.0) >= 1
                        || status.entries().figures().fill().orElse(0.0) >= 1);
    }
}
