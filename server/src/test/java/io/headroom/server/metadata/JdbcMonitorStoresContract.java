package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.headroom.server.capacity.Room;
import io.headroom.server.monitor.CapacityHistory;
import io.headroom.server.monitor.CapacityHistoryContract;
import io.headroom.server.monitor.ThresholdStore;
import io.headroom.server.monitor.ThresholdStoreContract;
import io.headroom.server.monitor.WatchedLimit;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Runs on each kind of database. */
abstract class JdbcMonitorStoresContract {
    private MetadataDatabase database;

    /** Of the same database each time. */
    protected abstract MetadataSettings settings();

    @BeforeEach
    void open() {
        database = MetadataDatabase.open(settings());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Nested
    class Levels extends ThresholdStoreContract {
        @Override
        protected ThresholdStore store() {
            return new JdbcThresholdStore(database);
        }
    }

    @Nested
    class History extends CapacityHistoryContract {
        @Override
        protected CapacityHistory history() {
            return new JdbcCapacityHistory(database);
        }
    }

    @Test
    void levelsOutliveTheServer() {
        WatchedLimit limit = new WatchedLimit(Room.Kind.VOLUME, ResourcePath.ROOT, Unit.BYTES);
        new JdbcThresholdStore(database).keep(limit, 90);
        close();
        open();
        assertThat(new JdbcThresholdStore(database).levels()).containsEntry(limit, 90);
    }

    @Test
    void aDatabaseThatTakesChangesSaysSo() {
        assertThatCode(database::requireWritable).doesNotThrowAnyException();
    }
}
