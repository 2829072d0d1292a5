package io.headroom.server.upkeep;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.metadata.MetadataColumn;
import io.headroom.server.metadata.MetadataRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows of the metadata as lines of JSON: a header, the rows, and an end that tells a whole file from a torn one. For one
 * thread.
 */
public final class DumpWriter {
    static final String TABLE = "table";
    static final String END = "rows";

    private final JsonGenerator json;
    private long rows;

    /** @param out is flushed by {@link #end}, and not closed */
    public DumpWriter(OutputStream out, DumpHeader header) throws IOException {
        json = new JsonMapper()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setRootValueSeparator(null);
        line(header.toJson());
    }

    private void line(ObjectNode node) throws IOException {
        json.writeTree(node);
        json.writeRaw('\n');
    }

    public void write(MetadataRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField(TABLE, row.table().title());
        List<MetadataColumn> columns = row.table().columns();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.values().get(i);
            if (value instanceof Long number) {
                json.writeNumberField(columns.get(i).name(), number);
            } else if (value != null) {
                json.writeStringField(columns.get(i).name(), value.toString());
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
        rows++;
    }

    /** How many there were until now. */
    public long rows() {
        return rows;
    }

    /** Without this line the file counts as torn. */
    public void end() throws IOException {
        json.writeStartObject();
        json.writeNumberField(END, rows);
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
