package io.headroom.server.metadata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param values one for each column: String, Long, or null where the column allows it
 */
public record MetadataRow(MetadataTable table, List<@Nullable Object> values) {
    public MetadataRow {
        values = Collections.unmodifiableList(new ArrayList<>(values));
        if (values.size() != table.columns().size()) {
            throw new IllegalArgumentException("one value for each column");
        }
    }

    /** The value of a text column. */
    public String text(String column) {
        return (String) value(column);
    }

    /** The value of a column of numbers that is never without one. */
    public long number(String column) {
        return (Long) value(column);
    }

    private Object value(String column) {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value != null && table.columns().get(i).name().equals(column)) {
                return value;
            }
        }
        throw new IllegalArgumentException(table.title() + " has no value in " + column);
    }
}
