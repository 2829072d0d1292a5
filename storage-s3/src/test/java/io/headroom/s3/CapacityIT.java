package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The figures of real stores. */
class CapacityIT {
    private final RgwCluster cluster = RgwCluster.shared();

    private Capacity capacity(String bucket, Map<String, String> settings) {
        try (OpenBucket open = new OpenBucket(cluster, bucket, settings)) {
            Capacity capacity = open.storage().capacity(ResourcePath.ROOT);
            assertThat(open.storage().capabilities().contains(Capability.MEASURED_CAPACITY))
                    .isEqualTo(capacity instanceof Capacity.Bounded);
            return capacity;
        }
    }

    private void put(String bucket, String key, int bytes) {
        cluster.client().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(new byte[bytes]));
    }

    @Test
    void aLimitCountsWhatTakesRoomBelowThePrefix() {
        String bucket = cluster.newBucket();
        put(bucket, "elsewhere", 5000);
        put(bucket, "team/a", 100);
        put(bucket, "team/.headroom/notes", 200);
        String id = cluster.client()
                .createMultipartUpload(request -> request.bucket(bucket).key("team/big"))
                .uploadId();
        cluster.client()
                .uploadPart(
                        request -> request.bucket(bucket)
                                .key("team/big")
                                .uploadId(id)
                                .partNumber(1),
                        RequestBody.fromBytes(new byte[3000]));
        Capacity capacity = capacity(bucket, Map.of("prefix", "team", "limit", "10000"));
        assertThat(capacity.usedBytes()).hasValue(3300);
        assertThat(capacity.availableBytes()).hasValue(6700);
    }

    @Test
    void oldVersionsTakeRoomToo() {
        String bucket = cluster.newBucket();
        cluster.client()
                .putBucketVersioning(request -> request.bucket(bucket)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        put(bucket, "a", 100);
        put(bucket, "a", 200);
        cluster.client().deleteObject(request -> request.bucket(bucket).key("a"));
        Capacity capacity = capacity(bucket, Map.of("limit", "1000"));
        // And some bytes of the probe, whose versions the bucket keeps as well.
        assertThat(capacity.usedBytes().orElseThrow()).isBetween(300L, 400L);
    }

    @Test
    void theQuotaOfTheBucketWhenTheOperatorSaysThatItIsReal() throws IOException {
        String bucket = cluster.newBucket();
        put(bucket, "a", 100_000);
        cluster.setBucketQuotaBytes(bucket, 1_024_000);
        assertThat(capacity(bucket, Map.of("room", "rgw"))).isInstanceOfSatisfying(Capacity.Bounded.class, room -> {
            assertThat(room.available()).isEqualTo(924_000);
            assertThat(room.used()).isEqualTo(100_000);
            assertThat(room.total()).isEqualTo(1_024_000);
        });
    }

    @Test
    void aQuotaThatMayBeSwitchedOffIsNoLimit() throws IOException {
        String bucket = cluster.newBucket();
        cluster.setBucketQuotaBytes(bucket, 1_024_000);
        cluster.disableBucketQuota(bucket);
        assertThat(capacity(bucket, Map.of())).isInstanceOf(Capacity.Unknown.class);
        assertThat(capacity(bucket, Map.of("room", "none"))).isInstanceOf(Capacity.Unknown.class);
        assertThat(capacity(bucket, Map.of("limit", "77")).availableBytes()).hasValue(77);
    }

    @Test
    void theObjectOfSosapiIsAsked() {
        String bucket = cluster.newBucket();
        cluster.client()
                .putObject(
                        request -> request.bucket(bucket).key(SosapiRoom.KEY),
                        RequestBody.fromString("<CapacityInfo><Capacity>1000</Capacity><Available>600</Available>"
                                + "<Used>400</Used></CapacityInfo>"));
        assertThat(capacity(bucket, Map.of()).availableBytes()).hasValue(600);
        assertThat(capacity(bucket, Map.of("room", "sosapi")).usedBytes()).hasValue(400);
    }

    @Test
    void whatTheStoreDoesNotTellIsRefusedAtTheStart() {
        String bucket = cluster.newBucket();
        assertThatThrownBy(() -> capacity(bucket, Map.of("room", "sosapi")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'room'");
        assertThatThrownBy(() -> capacity(bucket, Map.of("room", "rgw"))).isInstanceOf(SettingsException.class);
    }
}
