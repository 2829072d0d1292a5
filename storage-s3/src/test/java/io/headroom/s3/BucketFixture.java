package io.headroom.s3;

import io.headroom.s3.testkit.S3Server;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.testkit.StorageFixture;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bucket of a real server. */
record BucketFixture(S3Server server, String bucket, Map<String, String> more) implements StorageFixture {
    BucketFixture(S3Server server, String bucket) {
        this(server, bucket, Map.of());
    }

    @Override
    public void wipe() {
        server.empty(bucket);
    }

    @Override
    public Storage open() {
        return new S3StorageProvider().open(new StorageSettings(settings()), Clock.systemUTC());
    }

    Map<String, String> settings() {
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
