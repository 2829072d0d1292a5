package io.headroom.server.upkeep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.headroom.server.metadata.MetadataColumn;
import io.headroom.server.metadata.MetadataRow;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link DumpWriter} wrote, a row at a time. For one thread. What is no such file, is newer than this program or ends too
 * early is a {@link SettingsException} with the number of the line.
 */
public final class DumpReader implements Iterator<MetadataRow> {
    private final MappingIterator<JsonNode> lines;
    private final DumpHeader header;
    private @Nullable MetadataRow next;
    private long read;

    /** @param in not closed by this */
    public DumpReader(InputStream in) {
        try {
            lines = new JsonMapper().readerFor(JsonNode.class).readValues(in);
        } catch (IOException e) {
            throw failed(e);
        }
        header = header(line());
        next = row();
    }

    public DumpHeader header() {
        return header;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public MetadataRow next() {
        MetadataRow row = next;
        if (row == null) {
            throw new NoSuchElementException();
        }
        next = row();
        return row;
    }

    private DumpHeader header(JsonNode line) {
        return DumpHeader.read(line);
    }

    private JsonNode line() {
        try {
            return lines.hasNextValue() ? lines.nextValue() : MissingNode.getInstance();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private @Nullable MetadataRow row() {
        JsonNode line = line();
        if (line.isMissingNode()) {
            throw wrong("the file ends before its last line: it is not whole");
        }
        if (line.has(DumpWriter.END)) {
            if (line.path(DumpWriter.END).asLong() != read || !line().isMissingNode()) {
                throw wrong("the number of rows is wrong: the file was changed");
            }
            return null;
        }
        read++;
        String title = line.path(DumpWriter.TABLE).asText();
        MetadataTable table =
                MetadataTable.named(title).orElseThrow(() -> wrong("'" + title + "' is nothing that is imported"));
        List<@Nullable Object> values = new ArrayList<>();
        for (MetadataColumn column : table.columns()) {
            values.add(value(line.path(column.name()), column));
        }
        return new MetadataRow(table, values);
    }

    private @Nullable Object value(JsonNode value, MetadataColumn column) {
        if (value.isMissingNode() && column.isOptional()) {
            return column.absent();
        }
        if (column.isNumber() ? !value.canConvertToLong() || !value.isIntegralNumber() : !value.isTextual()) {
            throw wrong("'" + column.name() + "' must be " + (column.isNumber() ? "a whole number" : "text"));
        }
        return column.isNumber() ? (Object) value.asLong() : value.asText();
    }

    private SettingsException wrong(String what) {
        return new SettingsException(
                "Line " + lines.getCurrentLocation().getLineNr() + ": " + what + ". Nothing was imported.");
    }

    private RuntimeException failed(IOException failure) {
        if (failure instanceof JsonProcessingException wrong) {
            return new SettingsException(
                    "Line " + wrong.getLocation().getLineNr()
                            + ": this is no line that 'headroom export' wrote. Nothing" + " was imported.",
                    failure);
        }
        return new UncheckedIOException(failure);
    }
}
