package io.headroom.server.upkeep;

import io.headroom.server.metadata.JdbcMoveJournal;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataRow;
import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.upkeep.Finding.Kind;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the metadata with what is stored. Nobody else works with either meanwhile: whoever calls sees to that. What is removed is
 * on the disk as a copy before. For one thread.
 */
public final class MetadataCheck {
    private static final Set<MetadataTable> OF_PATHS =
            EnumSet.of(MetadataTable.DEAD_PROPERTY, MetadataTable.MODIFICATION_TIME, MetadataTable.LOCK);

    private final MetadataDatabase database;
    private final MetadataRows rows;
    private final Storage storage;
    private final Absences absences;
    private final CheckReport report;
    private final Clock clock;

    /**
     * @param database stays open as long as this is used, as does the storage; neither is closed by it
     * @param report takes what is found
     */
    public MetadataCheck(MetadataDatabase database, Storage storage, CheckReport report, Clock clock) {
        this.database = database;
        this.rows = new MetadataRows(database);
        this.storage = storage;
        this.absences = new Absences(storage);
        this.report = report;
        this.clock = clock;
    }

    /** Only looks. */
    public void look() throws IOException {
        if (isSound()) {
            List<ResourcePath> moves = unfinishedMoves();
            search(moves, null);
            noteQuotas();
            new QuotaCheck(database, storage, report, clock).look();
        }
    }

    /**
     * Looks, and mends what it finds; nothing when the database is damaged.
     *
     * @param keeping where what is removed is kept
     * @throws SettingsException when all is gone from a volume that the metadata are about: that is a wrong folder rather than a loss
     */
    public void mend(RemovedRows keeping) throws IOException {
        if (!isSound()) {
            return;
        }
        requireContent();
        List<ResourcePath> moves = unfinishedMoves();
        if (!moves.isEmpty()) {
            new JdbcMoveJournal(database)
                    .recover(path -> !absences.isAbsent(path), storage::requireSettled, new TreeExclusion());
        }
        try (KeptRows kept = keeping.open(rows.version())) {
            boolean removed = false;
            try {
                search(List.of(), kept);
                kept.seal();
                if (kept.rows() > 0) {
                    removed = true;
                    kept.removeFrom(rows);
                    report.kept(kept.file());
                }
            } finally {
                if (!removed) {
                    kept.discard();
                }
            }
        }
        noteQuotas();
        new QuotaCheck(database, storage, report, clock).mend();
        report.mended();
    }

    private boolean isSound() {
        List<String> complaints = rows.complaints();
        complaints.forEach(complaint -> report.add(new Finding(Kind.DAMAGE, "the metadata database", complaint)));
        return complaints.isEmpty();
    }

    /** @return where they came from */
    private List<ResourcePath> unfinishedMoves() throws IOException {
        List<ResourcePath> sources = new ArrayList<>();
        rows.forEach(EnumSet.of(MetadataTable.PROPERTY_MOVE), row -> {
            sources.add(ResourcePath.parse(row.text("source")));
            report.add(new Finding(
                    Kind.UNFINISHED_MOVE, row.text("source"), "was moved to " + row.text("target") + " and cut short"));
        });
        return sources;
    }

    /**
     * @param moving below these are properties that will still follow their files
     * @param kept takes what is to go; null for nothing
     */
    private void search(List<ResourcePath> moving, @Nullable KeptRows kept) throws IOException {
        OrphanSearch search = new OrphanSearch(absences, row -> orphan(row, moving, kept));
        rows.forEach(OF_PATHS, row -> {
            if (row.table() == MetadataTable.LOCK) {
                search.flush();
                lock(row, kept);
            } else {
                search.take(row);
            }
        });
        search.flush();
    }

    private void orphan(MetadataRow row, List<ResourcePath> moving, @Nullable KeptRows kept) throws IOException {
        ResourcePath path = pathOf(row);
        if (moving.stream().anyMatch(path::startsWith)) {
            return;
        }
        if (row.table() == MetadataTable.MODIFICATION_TIME) {
            found(row, Kind.ORPHANED_TIME, path.toString(), "has a time, and is not there", kept);
            return;
        }
        String property = "{" + row.text("namespace") + "}" + row.text("local_name");
        String what = path.startsWith(PropertyCopy.STAGED)
                ? "has the property " + property + " for a copy that was cut short"
                : "has the property " + property + ", and is not there";
        found(row, Kind.ORPHANED_PROPERTY, path.toString(), what, kept);
    }

    /** @param row of a property or a time */
    static ResourcePath pathOf(MetadataRow row) {
        return ResourcePath.parse(row.text("parent") + row.text("name"));
    }

    private void lock(MetadataRow row, @Nullable KeptRows kept) throws IOException {
        String root = row.text("root");
        String whose = row.text("principal").isEmpty() ? "" : " of " + row.text("principal");
        if (row.number("expires_at") <= clock.millis()) {
            found(row, Kind.EXPIRED_LOCK, root, "has a lock" + whose + " that is over", kept);
        } else if (absences.isAbsent(ResourcePath.parse(root))) {
            found(row, Kind.DEAD_LOCK, root, "has a lock" + whose + ", and is not there", kept);
        }
    }

    private void found(MetadataRow row, Kind kind, String subject, String what, @Nullable KeptRows kept)
            throws IOException {
        report.add(new Finding(kind, subject, what));
        if (kept != null) {
            kept.take(row);
        }
    }

    private void requireContent() throws IOException {
        for (Map.Entry<ResourcePath, Long> empty :
                new EmptyVolumes(storage, absences).find(rows).entrySet()) {
            ResourcePath volume = empty.getKey();
            throw new SettingsException("Nothing is stored " + (volume.isRoot() ? "here" : "in " + volume)
                    + ", but the metadata have " + empty.getValue()
                    + " entries about what was. Is this the right folder, and is its volume there? Nothing was"
                    + " mended.");
        }
    }

    /** A quota is for whatever will stand there, too. */
    private void noteQuotas() {
        for (ResourcePath root : new JdbcQuotaStore(database).limits().keySet()) {
            if (absences.isAbsent(root)) {
                report.note("The quota on " + root + " is kept, though nothing is there: it holds for what comes."
                        + " 'headroom quota remove' removes it.");
            }
        }
    }
}
