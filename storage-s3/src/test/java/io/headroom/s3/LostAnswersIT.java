package io.headroom.s3;

import static io.headroom.s3.Changes.failure;
import static io.headroom.s3.Changes.names;
import static io.headroom.s3.Changes.noise;
import static io.headroom.s3.Changes.path;
import static io.headroom.s3.Changes.read;
import static io.headroom.s3.Changes.readBytes;
import static io.headroom.s3.Changes.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.PreconditionFailedException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Writes whose answer got lost: they know their own success again, and never take it for another's. */
class LostAnswersIT {
    private static final int BIG = 12 * 1024 * 1024;
    private static final Precondition CREATE = new Precondition.MustNotExist();

    private final LostAnswers lost = new LostAnswers();
    private RgwCluster cluster;
    private String bucket;
    private Storage storage;

    @BeforeEach
    void open() {
        cluster = RgwCluster.shared();
        bucket = cluster.newBucket();
        S3Settings settings = S3Settings.from(
                OpenBucket.settings(cluster, bucket, Map.of("part-size", Integer.toString(5 * 1024 * 1024))));
        storage = S3StorageProvider.open(settings, S3Clients.open(settings, List.of(lost)), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        storage.close();
        assertThat(cluster.openUploads(bucket)).isEmpty();
    }

    private void lose(Class<? extends SdkRequest> requests) {
        lost.lose(requests, 1);
    }

    @Test
    void conditionalWriteKnowsItsOwnSuccess() {
        lose(PutObjectRequest.class);
        byte[] mine = "mine".getBytes(StandardCharsets.UTF_8);
        assertThat(write(storage, "/a", mine, WriteRequest.ofLength(4).with(CREATE)))
                .isEqualTo(storage.find(path("/a")).orElseThrow());
        lose(PutObjectRequest.class);
        assertThat(failure(() ->
                        write(storage, "/a", mine, WriteRequest.ofLength(4).with(CREATE))))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(read(storage, "/a")).isEqualTo("mine");
    }

    @Test
    void uploadInPartsKnowsItsOwnSuccess() {
        lose(CompleteMultipartUploadRequest.class);
        write(storage, "/a", noise(BIG), WriteRequest.ofUnknownLength().with(CREATE));
        assertThat(readBytes(storage, "/a")).isEqualTo(noise(BIG));
        lose(CompleteMultipartUploadRequest.class);
        write(storage, "/a", noise(BIG - 1), WriteRequest.ofLength(BIG - 1));
        assertThat(readBytes(storage, "/a")).isEqualTo(noise(BIG - 1));
    }

    @Test
    void partsMayBeSentTwice() {
        lost.lose(UploadPartRequest.class, 2);
        write(storage, "/a", noise(BIG), WriteRequest.ofUnknownLength());
        assertThat(readBytes(storage, "/a")).isEqualTo(noise(BIG));
    }

    @Test
    void copyAndMoveKnowTheirOwnSuccess() {
        write(storage, "/a", "x");
        lose(CopyObjectRequest.class);
        storage.copyFile(path("/a"), path("/b"), CREATE);
        lose(CopyObjectRequest.class);
        storage.move(path("/a"), path("/c"), CREATE);
        assertThat(names(storage)).containsExactly("b", "c");
    }
}
