package io.headroom.s3.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The servers are what the other tests take them for. */
class S3ServersIT {
    private static void put(S3Client client, String bucket, String key, int bytes) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(new byte[bytes]));
    }

    private static void quotaExceeded(Throwable failure) {
        assertThat(failure).isInstanceOf(S3Exception.class);
        assertThat(((S3Exception) failure).awsErrorDetails().errorCode()).isEqualTo("QuotaExceeded");
    }

    @Test
    void quotasOfBucketAndUserAreReal() throws IOException {
        RgwCluster.require();
        RgwCluster cluster = RgwCluster.shared();
        String bucket = cluster.newBucket();
        cluster.setBucketQuotaBytes(bucket, 100_000);
        put(cluster.client(), bucket, "a", 60_000);
        assertThatThrownBy(() -> put(cluster.client(), bucket, "b", 60_000)).satisfies(S3ServersIT::quotaExceeded);
        cluster.disableBucketQuota(bucket);
        put(cluster.client(), bucket, "b", 60_000);

        AccessKeys user = cluster.newUser();
        cluster.setUserQuotaObjects(user, 1);
        try (S3Client client = cluster.clientOf(user)) {
            client.createBucket(request -> request.bucket("of-" + user.accessKey()));
            put(client, "of-" + user.accessKey(), "a", 1);
            assertThatThrownBy(() -> put(client, "of-" + user.accessKey(), "b", 1))
                    .satisfies(S3ServersIT::quotaExceeded);
        }
    }

    @Test
    void fullClusterWithTimeoutAndGatewayThatGoesAndComes() throws IOException {
        try (RgwCluster cluster = RgwCluster.start(Duration.ofSeconds(1))) {
            String bucket = cluster.newBucket();
            put(cluster.client(), bucket, "a", 10);
            cluster.setFull(true);
            assertThatThrownBy(() -> put(cluster.client(), bucket, "b", 10))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(408));
            cluster.setFull(false);
            put(cluster.client(), bucket, "b", 10);
            assertThat(cluster.objects(bucket)).hasSize(2);

            cluster.client()
                    .createMultipartUpload(request -> request.bucket(bucket).key("big"));
            assertThat(cluster.openUploads(bucket)).containsExactly("big");
            cluster.killGateway();
            assertThatThrownBy(() -> put(cluster.client(), bucket, "c", 10)).isInstanceOf(SdkClientException.class);
            cluster.restartGateway();
            cluster.pauseGateway();
            cluster.continueGateway();
            cluster.empty(bucket);
            assertThat(cluster.objects(bucket)).isEmpty();
            assertThat(cluster.openUploads(bucket)).isEmpty();
        }
    }

    @Test
    void s3ProxyKeepsItsObjectsInTheFolder(@TempDir Path folder) throws IOException {
        try (S3ProxyProcess proxy = S3ProxyProcess.start(folder)) {
            String bucket = proxy.newBucket();
            put(proxy.client(), bucket, "x/y", 10);
            assertThat(folder.resolve(bucket).resolve("x/y")).hasSize(10);
            assertThat(proxy.openUploads(bucket)).isEmpty();
        }
    }
}
