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

/** The contract on S3Proxy, whose objects are files of a folder. */
class S3ProxyStorageIT extends StorageContract {
    @TempDir
    private static Path folder;

    private static S3ProxyProcess proxy;
    private static BucketFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        proxy = S3ProxyProcess.start(folder);
        // It is a file system underneath, with its short names.
        fixture = new BucketFixture(proxy, proxy.newBucket(), Map.of("longest-name", "200"));
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
