package io.headroom.s3;

import io.headroom.s3.testkit.S3ProxyProcess;
import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on S3Proxy over a folder, which knows conditions and checksums that Ceph does not. */
class S3ProxyStorageIT extends StorageContract {
    // Each call that lists walks the whole folder.
    private static final int MANY = 60;

    @TempDir
    private static Path folder;

    private static S3ProxyProcess proxy;
    private static BucketFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        proxy = S3ProxyProcess.start(folder);
        // A file system underneath, with its short names; for a name below a file it answers 500. When a folder and its
        // members are removed at once it may leave the folder behind, and of a batch it removes several at once: a
        // tree has one worker with so few connections.
        Map<String, String> settings = Map.of("longest-name", "200", "connections", "7", "batch-delete", "false");
        fixture = new BucketFixture(proxy, settings) {
            @Override
            public int manyMembers() {
                return MANY;
            }

            @Override
            public boolean findsNothingBelowFiles() {
                return false;
            }
        };
    }

    @AfterAll
    static void stop() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Override
    protected StorageFixture fixture() {
        return fixture;
    }
}
