package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.s3.testkit.S3Server;
import io.headroom.spi.Leftover;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What a bucket tells of crashes, and how it is tidied up. */
class BucketLeftoversIT {
    private final S3Server server = RgwCluster.shared();
    private final String bucket = server.newBucket();
    private final MutableClock clock = new MutableClock(Instant.now());
    private final S3StorageProvider provider = new S3StorageProvider();

    private StorageSettings settings() {
        return OpenBucket.settings(server, bucket, Map.of("prefix", "ours/"));
    }

    private void beginUpload(String key) {
        server.client().createMultipartUpload(request -> request.bucket(bucket).key(key));
    }

    @Test
    void oldUploadsAndJournalsAreToldAndYoungOnesAreNot() {
        beginUpload("ours/film.mkv");
        beginUpload("theirs/film.mkv");
        S3Keys keys = new S3Keys(S3Settings.from(settings()));
        TreeJob job = TreeJob.of(true, ResourcePath.parse("/a"), ResourcePath.parse("/b"));
        String journal = keys.own(TreeJournals.JOURNALS + job.id());
        server.client()
                .putObject(
                        request -> request.bucket(bucket).key(journal),
                        RequestBody.fromString(
                                TreeJournal.begin(job, "somebody").text()));

        assertThat(provider.leftovers(settings(), clock)).isEmpty();
        clock.advance(Duration.ofDays(2));
        assertThat(provider.leftovers(settings(), clock))
                .extracting(Leftover::place)
                .containsExactlyInAnyOrder("ours/film.mkv", journal);

        provider.removeLeftovers(settings(), clock);
        assertThat(server.client()
                        .listMultipartUploads(request -> request.bucket(bucket))
                        .uploads())
                .extracting(MultipartUpload::key)
                .containsExactly("theirs/film.mkv");
    }
}
