package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.s3.S3Settings.Checksums;
import io.headroom.s3.S3Settings.IfMatch;
import io.headroom.s3.testkit.RgwCluster;
import io.headroom.s3.testkit.S3ProxyProcess;
import io.headroom.s3.testkit.S3Server;
import io.headroom.spi.Capability;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about real stores, whatever state they are in. */
class StoreProbeIT {
    private static StoreTraits traits(S3Server server, String bucket, Map<String, String> more) {
        S3Settings settings = S3Settings.from(OpenBucket.settings(server, bucket, more));
        try (S3Clients clients = S3Clients.open(settings)) {
            return StoreProbe.traits(settings, clients, Clock.systemUTC());
        }
    }

    @Test
    void cephOfOldMindsLittle() {
        RgwCluster cluster = RgwCluster.shared();
        String bucket = cluster.newBucket();
        assertThat(traits(cluster, bucket, Map.of()))
                .isEqualTo(new StoreTraits(true, true, IfMatch.BARE, Checksums.SIGNATURE, false, false, false));
        assertThat(cluster.objects(bucket)).as("nothing is left").isEmpty();
        assertThat(cluster.openUploads(bucket)).isEmpty();
    }

    @Test
    void s3ProxyMindsMost(@TempDir Path folder) throws IOException {
        try (S3ProxyProcess proxy = S3ProxyProcess.start(folder)) {
            String bucket = proxy.newBucket();
            assertThat(traits(proxy, bucket, Map.of()))
                    .isEqualTo(new StoreTraits(true, true, IfMatch.QUOTED, Checksums.SIGNATURE, true, false, true));
            assertThat(proxy.objects(bucket)).isEmpty();
            assertThat(proxy.openUploads(bucket)).isEmpty();
        }
    }

    @Test
    void settingsHaveTheLastWord() {
        RgwCluster cluster = RgwCluster.shared();
        String bucket = cluster.newBucket();
        assertThat(traits(cluster, bucket, Map.of("conditional-writes", "no", "checksums", "none")))
                .isEqualTo(new StoreTraits(false, false, IfMatch.BARE, Checksums.NONE, false, false, false));
        assertThat(traits(
                        cluster,
                        bucket,
                        Map.of("conditional-writes", "yes", "if-match", "bare", "copy-conditions", "yes")))
                .isEqualTo(new StoreTraits(true, true, IfMatch.BARE, Checksums.SIGNATURE, true, false, false));
        assertThat(traits(cluster, bucket, Map.of("if-match", "quoted")).conditionalReplace())
                .as("never fulfilled here, so of no use")
                .isFalse();
    }

    @Test
    void anExhaustedQuotaDoesNotKeepFromStarting() throws IOException {
        RgwCluster cluster = RgwCluster.shared();
        String bucket = cluster.newBucket();
        cluster.setBucketQuotaObjects(bucket, 0);
        assertThat(traits(cluster, bucket, Map.of())).isEqualTo(StoreTraits.CAREFUL);
    }

    @Test
    void aFullClusterThatHangsDoesNotKeepFromStarting() throws IOException {
        try (RgwCluster cluster = RgwCluster.start()) {
            String bucket = cluster.newBucket();
            cluster.setFull(true);
            long begin = System.nanoTime();
            Map<String, String> impatient = Map.of("call-timeout", "2", "checksums", "none");
            assertThat(traits(cluster, bucket, impatient).conditionalCreate()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aReadOnlyStorageWritesNothing() {
        RgwCluster cluster = RgwCluster.shared();
        try (OpenBucket bucket = new OpenBucket(cluster, Map.of("read-only", "true"))) {
            assertThat(bucket.storage().capabilities()).contains(Capability.READ_ONLY);
            assertThatThrownBy(() -> bucket.storage().createCollection(ResourcePath.parse("/c")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> bucket.storage().delete(ResourcePath.parse("/c")))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(bucket.keys()).isEmpty();
            assertThat(bucket.calls()).containsOnlyKeys();
        }
    }

    @Test
    void whatCannotWorkIsSaidInASentence() {
        RgwCluster cluster = RgwCluster.shared();
        String bucket = cluster.newBucket();
        assertThatThrownBy(() -> open(cluster, "no-such-bucket", Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The bucket 'no-such-bucket' at " + cluster.endpoint() + " doesn't exist.");
        assertThatThrownBy(() -> open(cluster, bucket, Map.of("secret-key", "wrong")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The bucket '" + bucket + "' at " + cluster.endpoint()
                        + " refuses the keys that are used for it.");
        assertThatThrownBy(() -> open(cluster, bucket, Map.of("endpoint", "http://127.0.0.1:1")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("The bucket '" + bucket + "' at http://127.0.0.1:1 can't be reached: ");
    }

    private static void open(S3Server server, String bucket, Map<String, String> more) {
        new S3StorageProvider()
                .open(OpenBucket.settings(server, bucket, more), Clock.systemUTC())
                .close();
    }
}
