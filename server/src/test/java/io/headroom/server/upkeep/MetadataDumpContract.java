package io.headroom.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.metadata.JdbcAccounts;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataRow;
import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies between databases. */
abstract class MetadataDumpContract {
    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));

    /** A fresh database of the kind that copies come from. */
    abstract MetadataSettings from();

    /** A fresh database of the kind that they go to. */
    abstract MetadataSettings to();

    final MetadataSettings file(String name) {
        return MetadataSettings.file(directory.resolve(name), false);
    }

    @Test
    void whatPeopleMadeIsTheSameAfterwards() throws Exception {
        String export;
        try (MetadataDatabase database = MetadataDatabase.open(from())) {
            Copies.fill(database, clock);
            export = Copies.export(database, clock);
        }
        assertThat(export)
                .startsWith("{\"headroom\":\"metadata\",\"format\":1,\"version\":\"1.2.3\",\"schema\":")
                .endsWith("{\"rows\":12}\n");
        try (MetadataDatabase database = MetadataDatabase.open(to())) {
            Map<MetadataTable, MetadataRows.Added> added = Copies.add(database, export, true);
            assertThat(added.get(MetadataTable.DEAD_PROPERTY)).isEqualTo(new MetadataRows.Added(5, 0));
            assertThat(added.get(MetadataTable.QUOTA)).isEqualTo(new MetadataRows.Added(2, 0));
            assertThat(new JdbcAccounts(database, clock).state())
                    .as("servers look again")
                    .isGreaterThan(1);
            assertThat(Copies.rows(Copies.export(database, clock))).isEqualTo(Copies.rows(export));
        }
    }

    @Test
    void intoWhatIsNotEmptyOnlyTheMissingIsAdded() throws Exception {
        String export;
        try (MetadataDatabase database = MetadataDatabase.open(from())) {
            Copies.fill(database, clock);
            export = Copies.export(database, clock);
        }
        try (MetadataDatabase database = MetadataDatabase.open(to())) {
            Copies.property(database, "/mine");
            assertThat(Copies.add(database, export, true)).isEmpty();
            assertThat(Copies.rows(Copies.export(database, clock))).hasSize(2);
            Copies.add(database, export, false);
            assertThat(Copies.add(database, export, false).get(MetadataTable.DEAD_PROPERTY))
                    .isEqualTo(new MetadataRows.Added(0, 5));
            assertThat(Copies.rows(Copies.export(database, clock))).hasSize(14).contains("{\"rows\":13}");
        }
    }

    @Test
    void aFileThatEndsTooEarlyLeavesNothing() throws Exception {
        String export;
        try (MetadataDatabase database = MetadataDatabase.open(from())) {
            for (int i = 0; i < 1200; i++) {
                Copies.property(database, "/" + i);
            }
            export = Copies.export(database, clock);
        }
        String torn = export.substring(0, export.lastIndexOf("{\"rows\""));
        try (MetadataDatabase database = MetadataDatabase.open(to())) {
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> Copies.add(database, torn, true))
                    .withMessage(
                            "Line 1202: the file ends before its last line: it is not whole. Nothing was imported.");
            assertThat(Copies.rows(Copies.export(database, clock))).containsExactly("{\"rows\":0}");
            Copies.add(database, export, true);
            assertThat(Copies.rows(Copies.export(database, clock))).isEqualTo(Copies.rows(export));
        }
    }

    @Test
    void rowsAreRemovedByTheirKeys() throws Exception {
        try (MetadataDatabase database = MetadataDatabase.open(to())) {
            Copies.fill(database, clock);
            String export = Copies.export(database, clock);
            Iterator<MetadataRow> rows = Copies.reader(export);
            assertThat(new MetadataRows(database).remove(rows))
                    .as("an account's passwords go with it")
                    .isEqualTo(11);
            assertThat(Copies.rows(Copies.export(database, clock))).containsExactly("{\"rows\":0}");
            Copies.add(database, export, true);
            assertThat(Copies.rows(Copies.export(database, clock))).isEqualTo(Copies.rows(export));
        }
    }
}
