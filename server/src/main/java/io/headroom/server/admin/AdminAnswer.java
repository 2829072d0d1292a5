package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What the administration answers.
 *
 * @param contentType empty when there is no body
 */
record AdminAnswer(int status, String contentType, String body, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    static AdminAnswer empty(int status) {
        return new AdminAnswer(status, "", "", Map.of());
    }

    static AdminAnswer json(int status, JsonNode json) {
        return new AdminAnswer(status, JSON, text(json), Map.of());
    }

    /** As RFC 9457 has it. */
    static AdminAnswer problem(AdminRefusedException refusal) {
        JsonNode json = RoomJson.object().put("title", refusal.sentence()).put("status", refusal.status());
        return new AdminAnswer(refusal.status(), PROBLEM, text(json), refusal.headers());
    }

    private static String text(JsonNode json) {
        return json.toPrettyString() + "\n";
    }
}
