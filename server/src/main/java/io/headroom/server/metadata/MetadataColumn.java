package io.headroom.server.metadata;

import org.jspecify.annotations.Nullable;

/**
 * A column of a {@link MetadataTable}.
 *
 * @param isNumber whether it holds whole numbers, else text
 * @param isOptional whether a row may have none, as rows from before the column have
 * @param absent what stands for none
 */
public record MetadataColumn(
        String name,
        boolean isNumber,
        boolean isOptional,
        @Nullable Object absent) {
    static MetadataColumn text(String name) {
        return new MetadataColumn(name, false, false, null);
    }

    static MetadataColumn number(String name) {
        return new MetadataColumn(name, true, false, null);
    }

    /** NULL stands for none. */
    MetadataColumn orNone() {
        return new MetadataColumn(name, isNumber, true, null);
    }

    MetadataColumn orElse(Object value) {
        return new MetadataColumn(name, isNumber, true, value);
    }
}
