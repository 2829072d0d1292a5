package io.headroom.server.upkeep;

import io.headroom.server.metadata.MetadataSettings;
import io.headroom.spi.testkit.PostgresServer;
import org.junit.jupiter.api.Nested;

/** From a file to a real PostgreSQL, and back. */
class MetadataDumpPostgresIT {
    private static MetadataSettings postgres() {
        return MetadataSettings.parse(PostgresServer.shared().createDatabase(), true);
    }

    @Nested
    class Into extends MetadataDumpContract {
        @Override
        MetadataSettings from() {
            return file("from.db");
        }

        @Override
        MetadataSettings to() {
            return postgres();
        }
    }

    @Nested
    class OutOf extends MetadataDumpContract {
        @Override
        MetadataSettings from() {
            return postgres();
        }

        @Override
        MetadataSettings to() {
            return file("to.db");
        }
    }
}
