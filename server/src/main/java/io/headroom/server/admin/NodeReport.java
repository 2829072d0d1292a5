package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.node.Node;
import io.headroom.server.node.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The servers that serve the same.
 *
 * @param nodes those that joined first come first
 */
public record NodeReport(List<NodeStatus> nodes) {
    public NodeReport {
        nodes = List.copyOf(nodes);
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode json = RoomJson.object();
        ArrayNode each = json.putArray("nodes");
        nodes.forEach(status -> write(status, each.addObject()));
        return json;
    }

    private static void write(NodeStatus status, ObjectNode json) {
        Node node = status.node();
        json.put("id", node.id())
                .put("name", node.name())
                .put("host", node.host())
                .put("pid", node.pid())
                .put("version", node.version())
                .put("storage", node.storage());
        if (!status.service().isEmpty()) {
            json.put("service", status.service());
        }
        if (!status.admin().isEmpty()) {
            json.put("admin", status.admin());
        }
        json.put("since", status.started().toString())
                .put("lastSeen", status.seen().toString())
                .put("secondsAgo", status.age().toMillis() / 1000.0)
                .put("state", status.state().name().toLowerCase(Locale.ROOT));
    }

    static NodeReport read(JsonNode json) {
        List<NodeStatus> nodes = new ArrayList<>();
        json.path("nodes").forEach(each -> nodes.add(readStatus(each)));
        return new NodeReport(nodes);
    }

    private static NodeStatus readStatus(JsonNode json) {
        return new NodeStatus(
                new Node(
                        json.path("id").asText(),
                        json.path("host").asText(),
                        json.path("pid").asLong(),
                        json.path("version").asText(),
                        json.path("storage").asText()),
                json.path("service").asText(""),
                json.path("admin").asText(""),
                Instant.parse(json.path("since").asText()),
                Instant.parse(json.path("lastSeen").asText()),
                Duration.ofMillis(Math.round(json.path("secondsAgo").asDouble() * 1000)),
                NodeStatus.State.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)));
    }
}
