package io.headroom.s3;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** The contract on Ceph's gateway, below a prefix of a bucket. */
class RgwStorageIT extends StorageContract {
    private static BucketFixture fixture;

    @BeforeAll
    static void makeBucket() {
        RgwCluster cluster = RgwCluster.shared();
        fixture = new BucketFixture(cluster, Map.of("prefix", "some/where"));
    }

    @Override
    protected StorageFixture fixture() {
        return fixture;
    }
}
