package io.headroom.it;

import io.headroom.s3.S3StorageProvider;
import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** A bucket of a real S3 server, in which each storage that is opened has a prefix of its own. Thread-safe. */
record TestBucket(RgwCluster cluster, String name) {
    private static final class Shared {
        private static final TestBucket BUCKET = make();

        private static TestBucket make() {
            RgwCluster cluster = RgwCluster.shared();
            return new TestBucket(cluster, cluster.newBucket());
        }
    }

    /** One for all tests of this run. */
    static TestBucket shared() {
        return Shared.BUCKET;
    }

    /** An empty place. */
    Storage open(Clock clock) {
        return open(UUID.randomUUID().toString(), clock);
    }

    /** Any place, for several servers too; what this server does is known, so that no test waits for it to be tried out. */
    Storage open(String prefix, Clock clock) {
        return new S3StorageProvider()
                .open(
                        new StorageSettings(Map.ofEntries(
                                Map.entry("bucket", name),
                                Map.entry("prefix", prefix),
                                Map.entry("endpoint", cluster.endpoint().toString()),
                                Map.entry("access-key", cluster.keys().accessKey()),
                                Map.entry("secret-key", cluster.keys().secretKey()),
                                Map.entry("limit", Long.toString(Storages.ROOM)),
                                Map.entry("conditional-writes", "yes"),
                                Map.entry("if-match", "bare"),
                                Map.entry("checksums", "md5"),
                                Map.entry("copy-conditions", "no"))),
                        clock);
    }
}
