package io.headroom.server.upkeep;

import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.server.property.PropertyCopy;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Volumes on which nothing is stored, though the metadata speak of something there: one that isn't mounted looks like one on which
 * everything was removed. For one thread.
 */
final class EmptyVolumes {
    private static final Set<MetadataTable> TABLES = EnumSet.of(
            MetadataTable.DEAD_PROPERTY,
            MetadataTable.MODIFICATION_TIME,
            MetadataTable.LOCK,
            MetadataTable.PROPERTY_MOVE);

    private final Storage storage;
    private final Absences absences;

    /** @param absences of the same storage */
    EmptyVolumes(Storage storage, Absences absences) {
        this.storage = storage;
        this.absences = absences;
    }

    /** @return for each such volume, how much the metadata say of what was there; empty when there is none */
    Map<ResourcePath, Long> find(MetadataRows rows) throws IOException {
        Set<ResourcePath> empty =
                storage.volumes().keySet().stream().filter(this::isEmpty).collect(Collectors.toSet());
        Map<ResourcePath, Long> found = new TreeMap<>();
        if (empty.isEmpty()) {
            return found;
        }
        OrphanSearch search = new OrphanSearch(absences, row -> count(MetadataCheck.pathOf(row), empty, found));
        rows.forEach(TABLES, row -> {
            if (row.table() == MetadataTable.DEAD_PROPERTY || row.table() == MetadataTable.MODIFICATION_TIME) {
                search.take(row);
                return;
            }
            search.flush();
            ResourcePath path =
                    ResourcePath.parse(row.text(row.table() == MetadataTable.PROPERTY_MOVE ? "source" : "root"));
            if (absences.isAbsent(path)) {
                count(path, empty, found);
            }
        });
        search.flush();
        return found;
    }

    /** Where other volumes begin, and the folders that lead there, are shown whatever is stored. */
    private boolean isEmpty(ResourcePath volume) {
        try (Stream<Resource> members = storage.list(volume)) {
            return members.allMatch(
                    member -> storage.volumes().keySet().stream().anyMatch(other -> other.startsWith(member.path())));
        }
    }

    private void count(ResourcePath path, Set<ResourcePath> empty, Map<ResourcePath, Long> found) {
        ResourcePath volume = path;
        while (!storage.volumes().containsKey(volume)) {
            volume = volume.parent();
        }
        if (empty.contains(volume) && !path.startsWith(PropertyCopy.STAGED)) {
            found.merge(volume, 1L, Long::sum);
        }
    }
}
