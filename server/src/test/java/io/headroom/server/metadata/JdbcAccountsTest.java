package io.headroom.server.metadata;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcAccountsTest extends JdbcAccountsContract {
    @TempDir
    Path directory;

    @Override
    protected MetadataSettings settings() {
        return MetadataSettings.file(directory.resolve("metadata.db"), false);
    }
}
