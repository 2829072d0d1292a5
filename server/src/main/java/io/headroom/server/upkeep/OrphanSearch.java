package io.headroom.server.upkeep;

import io.headroom.server.metadata.MetadataRow;
import io.headroom.server.metadata.MetadataRows;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes the rows of paths, sorted, and hands on those whose paths are not there: folder by folder, some rows at a time. For one
 * thread.
 */
final class OrphanSearch implements MetadataRows.Taker {
    private static final int MOST_ROWS = 20_000;
    private static final long MOST_CHARACTERS = 4L * 1024 * 1024;

    private final Absences absences;
    private final MetadataRows.Taker orphans;
    private final List<MetadataRow> batch = new ArrayList<>();
    private String folder = "";
    private long characters;

    OrphanSearch(Absences absences, MetadataRows.Taker orphans) {
        this.absences = absences;
        this.orphans = orphans;
    }

    @Override
    public void take(MetadataRow row) throws IOException {
        String parent = row.text("parent");
        if (!parent.equals(folder) || batch.size() == MOST_ROWS || characters > MOST_CHARACTERS) {
            flush();
            folder = parent;
        }
        batch.add(row);
        for (Object value : row.values()) {
            characters += value instanceof String text ? text.length() : 0;
        }
    }

    /** To be called after the last row. */
    void flush() throws IOException {
        // The root has no folder, and is always there.
        if (!folder.isEmpty() && !batch.isEmpty()) {
            Set<String> names = new HashSet<>();
            batch.forEach(row -> names.add(row.text("name")));
            Set<String> absent = absences.of(parse(folder), names);
            for (MetadataRow row : batch) {
                if (absent.contains(row.text("name"))) {
                    orphans.take(row);
                }
            }
        }
        batch.clear();
        characters = 0;
    }

    private static ResourcePath parse(String parent) {
        return ResourcePath.parse(parent.length() == 1 ? parent : parent.substring(0, parent.length() - 1));
    }
}
