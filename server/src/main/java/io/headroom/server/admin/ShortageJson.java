package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.exchange.Failure;
import io.headroom.server.text.Texts;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.path.ResourcePath;
import java.util.Locale;
import java.util.Optional;

/** Whether something fits as JSON, and back. */
final class ShortageJson {
    private ShortageJson() {}

    static ObjectNode write(Optional<InsufficientStorageException> refusal, Texts texts) {
        ObjectNode json = RoomJson.object();
        json.put("fits", refusal.isEmpty());
        refusal.ifPresent(cause -> {
            json.put("reason", RoomJson.word(cause.reason()));
            json.put("message", Failure.of(cause).message(texts));
            json.set("limit", write(cause.shortage()));
        });
        return json;
    }

    private static ObjectNode write(Shortage shortage) {
        ObjectNode json = RoomJson.object();
        json.put("path", shortage.owner().toString());
        json.put("unit", RoomJson.word(shortage.unit()));
        RoomJson.put(json, "limit", shortage.limit());
        RoomJson.put(json, "used", shortage.used());
        RoomJson.put(json, "reserved", shortage.reserved());
        RoomJson.put(json, "needed", shortage.needed());
        RoomJson.put(json, "available", shortage.available());
        RoomJson.put(json, "missing", shortage.missing());
        return json;
    }

    /** @param path that was asked about */
    static Optional<InsufficientStorageException> read(JsonNode json, ResourcePath path) {
        if (json.path("fits").asBoolean()) {
            return Optional.empty();
        }
        JsonNode limit = json.path("limit");
        Shortage shortage = new Shortage(
                ResourcePath.parse(limit.path("path").asText()),
                Shortage.Unit.valueOf(limit.path("unit").asText().toUpperCase(Locale.ROOT)),
                RoomJson.number(limit, "limit"),
                RoomJson.number(limit, "used"),
                RoomJson.number(limit, "reserved"),
                RoomJson.number(limit, "needed"),
                RoomJson.number(limit, "available"));
        return Optional.of(new InsufficientStorageException(
                InsufficientStorageException.Reason.valueOf(
                        json.path("reason").asText().toUpperCase(Locale.ROOT)),
                path,
                shortage,
                null));
    }
}
