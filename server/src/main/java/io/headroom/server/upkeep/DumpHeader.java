package io.headroom.server.upkeep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.spi.SettingsException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The first line of a copy of the metadata: what it is, and what one must know to read it.
 *
 * @param program the version of the server that wrote it
 * @param schema the last migration of the database that it is from
 * @param time when
 */
public record DumpHeader(String program, int schema, Instant time) {
    private static final int FORMAT = 1;

    private static final String NONE = "This is no file that 'headroom export' wrote.";

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("headroom", "metadata")
                .put("format", FORMAT)
                .put("version", program)
                .put("schema", schema)
                .put("time", time.toString());
    }

    /** @throws SettingsException when it is something else, or of a server that knows more */
    static DumpHeader read(JsonNode line) {
        if (!line.path("headroom").asText().equals("metadata")
                || !line.path("format").isInt()
                || !line.path("schema").isInt()) {
            throw new SettingsException(NONE);
        }
        if (line.path("format").asInt() > FORMAT || line.path("schema").asInt() > MetadataTable.SCHEMA) {
            throw new SettingsException("This was written by Headroom "
                    + line.path("version").asText() + ", which is newer than this one: format "
                    + line.path("format").asInt() + ", schema "
                    + line.path("schema").asInt() + "; this one knows them up to " + FORMAT + " and "
                    + MetadataTable.SCHEMA + ".");
        }
        try {
            return new DumpHeader(
                    line.path("version").asText(),
                    line.path("schema").asInt(),
                    Instant.parse(line.path("time").asText()));
        } catch (DateTimeException e) {
            throw new SettingsException(NONE, e);
        }
    }
}
