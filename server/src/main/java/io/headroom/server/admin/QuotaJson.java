package io.headroom.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.capacity.Quota;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.spi.ByteSize;
import io.headroom.spi.path.ResourcePath;
import java.util.Locale;
import java.util.OptionalLong;

/** Quotas as JSON, and back. */
final class QuotaJson {
    private QuotaJson() {}

    static ObjectNode write(Quota quota) {
        ObjectNode json = RoomJson.object();
        json.put("path", quota.root().toString());
        RoomJson.put(json, "bytes", quota.limit().bytes());
        RoomJson.put(json, "entries", quota.limit().entries());
        json.put("source", RoomJson.word(quota.source()));
        return json;
    }

    static Quota read(JsonNode json) {
        return new Quota(
                ResourcePath.parse(json.path("path").asText()),
                new QuotaLimit(RoomJson.number(json, "bytes"), RoomJson.number(json, "entries")),
                Quota.Source.valueOf(json.path("source").asText().toUpperCase(Locale.ROOT)));
    }

    /**
     * @param text {@code {"bytes": 1073741824, "entries": 100}}, where bytes may be a text such as {@code "1GiB"} and one of the
     *     two may be missing; or a limit as on the command line
     * @throws IllegalArgumentException with a sentence for people
     */
    static QuotaLimit limit(String text) {
        if (!text.strip().startsWith("{")) {
            return QuotaLimit.parse(text);
        }
        try {
            JsonNode json = new JsonMapper().readTree(text);
            json.fieldNames().forEachRemaining(name -> {
                if (!name.equals("bytes") && !name.equals("entries")) {
                    throw new IllegalArgumentException("A quota has bytes and entries, and no '" + name + "'.");
                }
            });
            return new QuotaLimit(bytes(json.path("bytes")), entries(json.path("entries")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static OptionalLong bytes(JsonNode value) {
        return value.isTextual() ? OptionalLong.of(ByteSize.parse(value.asText())) : whole("bytes", value);
    }

    private static OptionalLong entries(JsonNode value) {
        return whole("entries", value);
    }

    private static OptionalLong whole(String name, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'" + name + "' must be a whole number.");
        }
        return OptionalLong.of(value.asLong());
    }
}
