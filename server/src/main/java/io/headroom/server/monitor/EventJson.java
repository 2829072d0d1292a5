package io.headroom.server.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalLong;

/** An event as JSON. What is not known is null. {@code text} is what chat programs show. Thread-safe. */
final class EventJson {
    private final JsonMapper mapper = new JsonMapper();

    byte[] of(CapacityEvent event) {
        Figures figures = event.figures();
        ObjectNode json = mapper.createObjectNode();
        json.put("id", event.id());
        json.put("event", event.rising() ? "capacity.threshold.reached" : "capacity.threshold.left");
        json.put("time", event.time().toString());
        json.put("level", event.level());
        json.put("levelBefore", event.levelBefore());
        json.put("kind", event.limit().kind().name().toLowerCase(Locale.ROOT));
        json.put("path", event.limit().path().toString());
        json.put("unit", event.limit().unit().name().toLowerCase(Locale.ROOT));
        put(json, "limit", figures.limit());
        put(json, "used", figures.used());
        json.put("reserved", figures.reserved());
        put(json, "available", figures.available());
        json.put("fill", figures.fill().orElse(null));
        json.put(
                "daysUntilFull",
                event.daysUntilFull().isPresent() ? event.daysUntilFull().getAsDouble() : null);
        json.put("text", CapacityWords.of(event));
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    private static void put(ObjectNode json, String name, OptionalLong number) {
        json.put(name, number.isPresent() ? number.getAsLong() : null);
    }
}
