package io.headroom.s3;

import io.headroom.s3.testkit.S3Server;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.testkit.StorageFixture;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Buckets of a real server: wiping takes a new one, as some servers leave folders behind when all objects are gone. */
class BucketFixture implements StorageFixture {
    private final S3Server server;
    private final Map<String, String> more;
    private String bucket;

    /** @param more settings beside those of the place */
    BucketFixture(S3Server server, Map<String, String> more) {
        this.server = server;
        this.more = more;
        bucket = server.newBucket();
    }

    @Override
    public void wipe() {
        server.empty(bucket);
        bucket = server.newBucket();
    }

    @Override
    public Storage open() {
        return new S3StorageProvider().open(new StorageSettings(settings()), Clock.systemUTC());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("bucket", bucket);
        settings.put("endpoint", server.endpoint().toString());
        settings.put("access-key", server.keys().accessKey());
        settings.put("secret-key", server.keys().secretKey());
        settings.putAll(more);
        return settings;
    }

    @Override
    public List<String> leftovers() {
        return server.openUploads(bucket);
    }
}
