package io.headroom.s3;

import static io.headroom.s3.Changes.append;
import static io.headroom.s3.Changes.failure;
import static io.headroom.s3.Changes.noise;
import static io.headroom.s3.Changes.path;
import static io.headroom.s3.Changes.read;
import static io.headroom.s3.Changes.readBytes;
import static io.headroom.s3.Changes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.ByteRange;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway dies, or stops to answer, in the middle of things. */
class RgwFailuresIT {
    private static final int BIG = 30 * 1024 * 1024;
    private static final Map<String, String> IMPATIENT =
            Map.of("socket-timeout", "2", "call-timeout", "4", "part-size", Integer.toString(5 * 1024 * 1024));
    private static final Duration BOUND = Duration.ofMinutes(3);

    private static RgwCluster cluster;

    private OpenBucket bucket;
    private Storage storage;

    /** What is done to the gateway. */
    private interface Harm {
        void happen() throws IOException;
    }

    @BeforeAll
    static void start() throws IOException {
        cluster = RgwCluster.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void open() {
        bucket = new OpenBucket(cluster, IMPATIENT);
        storage = bucket.storage();
        write(storage, "/a", "old");
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    private static void answeredInTime(Runnable change) {
        long began = System.nanoTime();
        StorageException failure = failure(change);
        assertThat(failure).isInstanceOfAny(OutcomeUnknownException.class, UnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
    }

    private void recovers(String expected) {
        await().atMost(BOUND)
                .ignoreExceptionsMatching(StorageException.class::isInstance)
                .untilAsserted(() -> assertThat(read(storage, "/a")).isEqualTo(expected));
        await().atMost(BOUND)
                .ignoreExceptionsMatching(StorageException.class::isInstance)
                .until(() -> write(storage, "/a", "newest").size() == 6);
        await().during(Duration.ofSeconds(2))
                .atMost(BOUND)
                .until(() -> read(storage, "/a").equals("newest"));
        await().atMost(BOUND).until(() -> cluster.openUploads(bucket.name()).isEmpty());
    }

    @Test
    void killedInTheMiddleOfAnUploadInParts() throws IOException {
        try (PendingWrite write = storage.beginWrite(path("/a"), WriteRequest.ofUnknownLength())) {
            append(write, noise(6 * 1024 * 1024));
            cluster.killGateway();
            answeredInTime(() -> {
                append(write, noise(BIG));
                write.commit();
            });
        } finally {
            cluster.restartGateway();
        }
        recovers("old");
    }

    @Test
    void killedBeforeASmallUploadIsCommitted() throws IOException {
        try (PendingWrite write = storage.beginWrite(path("/a"), WriteRequest.ofLength(3))) {
            write.append(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));
            cluster.killGateway();
            answeredInTime(write::commit);
        } finally {
            cluster.restartGateway();
        }
        recovers("old");
    }

    @Test
    void stoppedInTheMiddleOfAnUploadInParts() throws IOException {
        try (PendingWrite write = storage.beginWrite(path("/a"), WriteRequest.ofUnknownLength())) {
            append(write, noise(6 * 1024 * 1024));
            cluster.pauseGateway();
            answeredInTime(() -> {
                append(write, noise(BIG));
                write.commit();
            });
        } finally {
            cluster.continueGateway();
        }
        recovers("old");
    }

    /** The request waits in the socket, and is carried out when the gateway goes on: so nobody may say that it failed. */
    @Test
    void stoppedBeforeASmallUploadIsCommitted() throws IOException {
        try (PendingWrite write = storage.beginWrite(path("/a"), WriteRequest.ofLength(3))) {
            write.append(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));
            cluster.pauseGateway();
            long began = System.nanoTime();
            assertThat(failure(write::commit)).isInstanceOf(OutcomeUnknownException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
        } finally {
            cluster.continueGateway();
        }
        await().atMost(BOUND)
                .ignoreExceptionsMatching(StorageException.class::isInstance)
                .until(() -> write(storage, "/a", "newest").size() == 6);
        await().during(Duration.ofSeconds(3))
                .atMost(BOUND)
                .until(() -> read(storage, "/a").equals("newest"));
    }

    @Test
    void killedInTheMiddleOfADownload() throws IOException {
        try {
            brokenDownload(cluster::killGateway);
        } finally {
            cluster.restartGateway();
        }
        assertThat(readBytes(storage, "/big")).isEqualTo(noise(BIG));
    }

    @Test
    void stoppedInTheMiddleOfADownload() throws IOException {
        try {
            brokenDownload(cluster::pauseGateway);
        } finally {
            cluster.continueGateway();
        }
        assertThat(readBytes(storage, "/big")).isEqualTo(noise(BIG));
    }

    private void brokenDownload(Harm harm) {
        write(storage, "/big", noise(BIG), WriteRequest.ofLength(BIG));
        long began = System.nanoTime();
        try (OpenFile file = storage.open(path("/big"))) {
            assertThat(failure(() -> transfer(file, new HarmfulChannel(harm))))
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
    }

    private static void transfer(OpenFile file, WritableByteChannel target) {
        try {
            file.transferTo(ByteRange.whole(file.resource().size()), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does harm when a part has arrived. */
    private static final class HarmfulChannel implements WritableByteChannel {
        private static final int ENOUGH = 1024 * 1024;

        private final Harm harm;
        private long taken;
        private boolean done;

        HarmfulChannel(Harm harm) {
            this.harm = harm;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            source.position(source.limit());
            taken += length;
            if (taken > ENOUGH && !done) {
                done = true;
                harm.happen();
            }
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
