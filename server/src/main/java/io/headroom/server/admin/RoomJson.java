package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.capacity.Room;
import io.headroom.server.monitor.Figures;
import io.headroom.server.monitor.LimitStatus;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Rooms as JSON, and back. What is not known is left out. */
final class RoomJson {
    private RoomJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode write(RoomStatus status) {
        Room room = status.room();
        ObjectNode json = object();
        json.put("kind", word(room.kind()));
        json.put("path", room.path().toString());
        json.set("bytes", write(status.bytes()));
        json.set("entries", write(status.entries()));
        room.count().ifPresent(count -> json.set("count", write(count)));
        return json;
    }

    private static ObjectNode write(LimitStatus status) {
        Figures figures = status.figures();
        ObjectNode json = object();
        put(json, "limit", figures.limit());
        put(json, "used", figures.used());
        json.put("reserved", figures.reserved());
        put(json, "available", figures.available());
        figures.fill().ifPresent(fill -> json.put("fill", fill));
        json.put("level", status.level());
        status.daysUntilFull().ifPresent(days -> json.put("daysUntilFull", days));
        return json;
    }

    private static ObjectNode write(Room.Count count) {
        ObjectNode json = object();
        json.put("running", count.running());
        count.lastFinished().ifPresent(time -> json.put("lastFinished", time.toString()));
        json.put("driftBytes", count.driftBytes());
        json.put("driftEntries", count.driftEntries());
        return json;
    }

    /** A constant as it is written. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static void put(ObjectNode json, String name, OptionalLong number) {
        if (number.isPresent()) {
            json.put(name, number.getAsLong());
        }
    }

    static RoomStatus readStatus(JsonNode json) {
        Room room = read(json);
        return new RoomStatus(room, status(json, room, Unit.BYTES), status(json, room, Unit.ENTRIES));
    }

    private static LimitStatus status(JsonNode json, Room room, Unit unit) {
        JsonNode limit = json.path(word(unit));
        JsonNode days = limit.path("daysUntilFull");
        return new LimitStatus(
                Figures.of(room, unit),
                limit.path("level").asInt(),
                days.isNumber() ? OptionalDouble.of(days.asDouble()) : OptionalDouble.empty());
    }

    private static Room read(JsonNode json) {
        JsonNode bytes = json.path("bytes");
        JsonNode entries = json.path("entries");
        return new Room(
                Room.Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
                ResourcePath.parse(json.path("path").asText()),
                number(bytes, "limit"),
                number(bytes, "used"),
                bytes.path("reserved").asLong(),
                number(bytes, "available"),
                number(entries, "limit"),
                number(entries, "used"),
                entries.path("reserved").asLong(),
                json.has("count") ? Optional.of(count(json.path("count"))) : Optional.empty());
    }

    private static Room.Count count(JsonNode json) {
        return new Room.Count(
                json.path("running").asBoolean(),
                json.has("lastFinished")
                        ? Optional.of(Instant.parse(json.path("lastFinished").asText()))
                        : Optional.empty(),
                json.path("driftBytes").asLong(),
                json.path("driftEntries").asLong());
    }

    static OptionalLong number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }
}
