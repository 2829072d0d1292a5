package io.headroom.s3;

import static io.headroom.s3.Changes.failure;
import static io.headroom.s3.Changes.names;
import static io.headroom.s3.Changes.noise;
import static io.headroom.s3.Changes.path;
import static io.headroom.s3.Changes.read;
import static io.headroom.s3.Changes.readBytes;
import static io.headroom.s3.Changes.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.s3.testkit.AccessKeys;
import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The quotas of Ceph's gateway at every way to write: refused as lack of room, nothing lost, nothing left, and all well after a removal. */
class FullRgwIT {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Precondition NONE = new Precondition.None();
    private static final Map<String, String> SMALL_PARTS = Map.of("part-size", Integer.toString(5 * MEBIBYTE));

    private RgwCluster cluster;
    private OpenBucket bucket;
    private Storage storage;
    private FileResource old;

    @BeforeEach
    void open() {
        cluster = RgwCluster.shared();
        open(new OpenBucket(cluster, SMALL_PARTS));
    }

    private void open(OpenBucket opened) {
        bucket = opened;
        storage = opened.storage();
        old = write(storage, "/a", "old");
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    private void refusedForRoom(Runnable change) {
        assertThat(failure(change))
                .isInstanceOfSatisfying(
                        InsufficientStorageException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.QUOTA_EXCEEDED));
        assertThat(storage.find(path("/a"))).contains(old);
        assertThat(read(storage, "/a")).isEqualTo("old");
        assertThat(cluster.openUploads(bucket.name())).isEmpty();
    }

    private void fill(int bytes) {
        write(storage, "/fill", noise(bytes), WriteRequest.ofLength(bytes));
    }

    private void writesWorkAgainAfterARemoval() {
        storage.delete(path("/fill"));
        write(storage, "/a", "fits again");
        assertThat(read(storage, "/a")).isEqualTo("fits again");
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-03", "S507-GEN-05", "S507-PUT-02"})
    void smallUploadOverTheQuotaOfTheBucket() throws IOException {
        cluster.setBucketQuotaBytes(bucket.name(), 5 * MEBIBYTE);
        fill(4 * MEBIBYTE);
        refusedForRoom(() -> write(storage, "/a", noise(2 * MEBIBYTE), WriteRequest.ofLength(2 * MEBIBYTE)));
        refusedForRoom(() -> write(storage, "/new", noise(2 * MEBIBYTE), WriteRequest.ofUnknownLength()));
        assertThat(names(storage)).containsExactly("a", "fill");
        writesWorkAgainAfterARemoval();
    }

    @Test
    @Proves({"S507-GEN-03", "S507-GEN-05"})
    void overwriteWithTheSameSizeAtTheQuota() throws IOException {
        fill(4 * MEBIBYTE);
        cluster.setBucketQuotaBytes(bucket.name(), 4 * MEBIBYTE + 4);
        byte[] before = readBytes(storage, "/fill");
        refusedForRoom(() -> write(storage, "/fill", new byte[4 * MEBIBYTE], WriteRequest.ofLength(4 * MEBIBYTE)));
        assertThat(readBytes(storage, "/fill")).isEqualTo(before);
        writesWorkAgainAfterARemoval();
    }

    @Test
    @Proves({"S507-GEN-03", "S507-GEN-05", "S507-PUT-04"})
    void quotaThatEndsInTheMiddleOfAnUploadInParts() throws IOException {
        cluster.setBucketQuotaBytes(bucket.name(), 12 * MEBIBYTE);
        // Six parts on their way at once: Ceph looks when each begins.
        byte[] tooMuch = noise(80 * MEBIBYTE);
        refusedForRoom(() -> write(storage, "/a", tooMuch, WriteRequest.ofUnknownLength()));
        refusedForRoom(() -> write(storage, "/new", tooMuch, WriteRequest.ofLength(tooMuch.length)));
        assertThat(names(storage)).containsExactly("a");
        byte[] fits = noise(11 * MEBIBYTE);
        write(storage, "/fill", fits, WriteRequest.ofUnknownLength());
        assertThat(readBytes(storage, "/fill")).isEqualTo(fits);
        writesWorkAgainAfterARemoval();
    }

    @Test
    @Proves({"S507-COPY-01", "S507-MOVE-04", "S507-GEN-03"})
    void copyAndMoveOverTheQuota() throws IOException {
        fill(3 * MEBIBYTE);
        cluster.setBucketQuotaBytes(bucket.name(), 5 * MEBIBYTE);
        refusedForRoom(() -> storage.copyFile(path("/fill"), path("/a"), NONE));
        refusedForRoom(() -> storage.copyFile(path("/fill"), path("/new"), NONE));
        refusedForRoom(() -> storage.move(path("/fill"), path("/a"), NONE));
        refusedForRoom(() -> storage.move(path("/fill"), path("/new"), NONE));
        assertThat(names(storage)).containsExactly("a", "fill");
        assertThat(readBytes(storage, "/fill")).isEqualTo(noise(3 * MEBIBYTE));
        writesWorkAgainAfterARemoval();
    }

    @Test
    @Proves({"S507-MK-01", "S507-GEN-03"})
    void quotaOfObjects() throws IOException {
        fill(1);
        cluster.setBucketQuotaObjects(bucket.name(), 2);
        refusedForRoom(() -> storage.createCollection(path("/c")));
        refusedForRoom(() -> write(storage, "/new", "x"));
        refusedForRoom(() -> storage.copyFile(path("/a"), path("/copy"), NONE));
        assertThat(names(storage)).containsExactly("a", "fill");
        storage.delete(path("/fill"));
        storage.createCollection(path("/c"));
        assertThat(names(storage)).containsExactly("a", "c");
    }

    @Test
    @Proves({"S507-GEN-03", "S507-GEN-05"})
    void quotaOfTheUser() throws IOException {
        AccessKeys user = cluster.newUser();
        cluster.setUserQuotaBytes(user, 5 * MEBIBYTE);
        String name = "of-" + user.accessKey();
        try (S3Client client = cluster.clientOf(user)) {
            client.createBucket(request -> request.bucket(name));
            client.putBucketPolicy(request -> request.bucket(name).policy(everybodyMay(name)));
        }
        bucket.close();
        open(new OpenBucket(
                cluster,
                name,
                Map.of(
                        "access-key", user.accessKey(),
                        "secret-key", user.secretKey(),
                        "part-size", Integer.toString(5 * MEBIBYTE))));
        fill(4 * MEBIBYTE);
        refusedForRoom(() -> write(storage, "/a", noise(2 * MEBIBYTE), WriteRequest.ofLength(2 * MEBIBYTE)));
        refusedForRoom(() -> write(storage, "/a", noise(20 * MEBIBYTE), WriteRequest.ofUnknownLength()));
        refusedForRoom(() -> storage.copyFile(path("/fill"), path("/a"), NONE));
        refusedForRoom(() -> storage.move(path("/fill"), path("/new"), NONE));
        writesWorkAgainAfterARemoval();
    }

    /** So that the test's own client can look at the uploads of this user. */
    private static String everybodyMay(String bucket) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
                 "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"]}]}
                """.formatted(bucket);
    }
}
