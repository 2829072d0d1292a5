package io.headroom.s3;

import static io.headroom.s3.Changes.failure;
import static io.headroom.s3.Changes.names;
import static io.headroom.s3.Changes.noise;
import static io.headroom.s3.Changes.path;
import static io.headroom.s3.Changes.read;
import static io.headroom.s3.Changes.readBytes;
import static io.headroom.s3.Changes.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.s3.testkit.S3ProxyProcess;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A store whose disk is full and that doesn't say so: it answers "internal error", or breaks the connection. */
class FullS3ProxyIT {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Precondition NONE = new Precondition.None();

    @Test
    @Proves("S507-GEN-05")
    void neverAPartOfAnObject() throws IOException {
        try (SmallVolume volume = SmallVolume.tmpfs("size=20m");
                S3ProxyProcess proxy = S3ProxyProcess.start(volume.directory());
                OpenBucket bucket = new OpenBucket(
                        proxy, Map.of("part-size", Integer.toString(5 * MEBIBYTE), "longest-name", "200"))) {
            Storage storage = bucket.storage();
            write(storage, "/a", "old");
            // It joins parts by a copy of them: so not all at once.
            write(storage, "/fill", noise(8 * MEBIBYTE), WriteRequest.ofLength(8 * MEBIBYTE));
            write(storage, "/more", noise(4 * MEBIBYTE), WriteRequest.ofLength(4 * MEBIBYTE));
            for (WriteRequest request :
                    new WriteRequest[] {WriteRequest.ofUnknownLength(), WriteRequest.ofLength(30 * MEBIBYTE)}) {
                assertThat(failure(() -> write(storage, "/a", noise(30 * MEBIBYTE), request)))
                        .isInstanceOf(StorageException.class);
                assertThat(failure(() -> write(storage, "/new", noise(30 * MEBIBYTE), request)))
                        .isInstanceOf(StorageException.class);
            }
            assertThat(proxy.openUploads(bucket.name())).isEmpty();
            assertThat(failure(() -> storage.copyFile(path("/fill"), path("/a"), NONE)))
                    .isInstanceOf(StorageException.class);
            assertThat(failure(() -> storage.move(path("/fill"), path("/b"), NONE)))
                    .isInstanceOf(StorageException.class);
            volume.fill();
            assertThat(failure(() -> write(storage, "/a", noise(MEBIBYTE), WriteRequest.ofLength(MEBIBYTE))))
                    .isInstanceOf(StorageException.class);
            volume.release();
            assertThat(read(storage, "/a")).isEqualTo("old");
            assertThat(readBytes(storage, "/fill")).isEqualTo(noise(8 * MEBIBYTE));
            assertThat(names(storage)).containsExactly("a", "fill", "more");

            storage.delete(path("/fill"));
            write(storage, "/a", noise(2 * MEBIBYTE), WriteRequest.ofLength(2 * MEBIBYTE));
            assertThat(readBytes(storage, "/a")).isEqualTo(noise(2 * MEBIBYTE));
        }
    }
}
