package io.headroom.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each change as one line of JSON. A log that can't be written keeps nobody from working: its disk may be the full one. Then the
 * changes are in the server's own log. Thread-safe, if where the lines go is.
 */
public final class AuditLog implements ChangeListener {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    /** Where lines go. */
    @FunctionalInterface
    public interface Lines {
        /** @param line without its end */
        void write(String line) throws IOException;
    }

    private final JsonMapper mapper = new JsonMapper();
    private final Lines lines;

    public AuditLog(Lines lines) {
        this.lines = lines;
    }

    @Override
    public void answering(Change change) {
        String line = json(change);
        try {
            lines.write(line);
        } catch (IOException e) {
            LOG.error("The audit log can't be written ({}). What should be in it: {}", e.toString(), line);
        }
    }

    private String json(Change change) {
        ObjectNode json = mapper.createObjectNode();
        json.put("time", change.time().toString());
        json.put("request", change.request());
        json.put("user", change.user().orElse(null));
        json.put("address", change.address());
        json.put("method", change.method());
        json.put("target", change.target());
        change.destination().ifPresent(destination -> json.put("destination", destination));
        json.put("bytes", change.bytes());
        json.put("status", change.status());
        try {
            return mapper.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }
}
