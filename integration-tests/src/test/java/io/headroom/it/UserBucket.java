package io.headroom.it;

import io.headroom.s3.S3StorageProvider;
import io.headroom.s3.testkit.AccessKeys;
import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a user who has no other, so that no other test is hurt by its limits. Thread-safe. */
record UserBucket(RgwCluster cluster, AccessKeys user, String name) {
    /** Ceph counts each object in whole blocks of so many bytes. */
    static final long BLOCK = 4096;

    static UserBucket make() throws IOException {
        RgwCluster cluster = RgwCluster.shared();
        AccessKeys user = cluster.newUser();
        String name = "of-" + user.accessKey();
        try (S3Client client = cluster.clientOf(user)) {
            client.createBucket(request -> request.bucket(name));
            client.putBucketPolicy(request -> request.bucket(name).policy(everybodyMay(name)));
        }
        return new UserBucket(cluster, user, name);
    }

    /** So that the test's own client can look, and put there what it likes. */
    private static String everybodyMay(String bucket) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
                 "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"]}]}
                """.formatted(bucket);
    }

    /** @param more settings beside the bucket and its keys; what this server does is known, so that no test waits for it to be tried out */
    Storage open(Map<String, String> more, Clock clock) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bucket", name,
                "endpoint", cluster.endpoint().toString(),
                "access-key", user.accessKey(),
                "secret-key", user.secretKey(),
                "part-size", "5MiB",
                "conditional-writes", "yes",
                "if-match", "bare",
                "checksums", "md5",
                "copy-conditions", "no"));
        settings.putAll(more);
        return new S3StorageProvider().open(new StorageSettings(settings), clock);
    }

    /** As another program would. */
    void put(String key, byte[] content) {
        cluster.client().putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    /** Every object: its key, its bytes and what they are. */
    List<String> objects() {
        return cluster.objects(name).stream()
                .map(object -> object.key() + " " + object.size() + " " + object.eTag())
                .toList();
    }

    List<String> openUploads() {
        return cluster.openUploads(name);
    }

    /** As Ceph counts them. */
    long usedBytes() {
        return cluster.objects(name).stream()
                .mapToLong(object -> blocks(object) * BLOCK)
                .sum();
    }

    private static long blocks(S3Object object) {
        return (object.size() + BLOCK - 1) / BLOCK;
    }

    long usedObjects() {
        return cluster.objects(name).size();
    }
}
