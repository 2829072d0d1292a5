package io.headroom.s3;

import static io.headroom.s3.Changes.append;
import static io.headroom.s3.Changes.failure;
import static io.headroom.s3.Changes.names;
import static io.headroom.s3.Changes.noise;
import static io.headroom.s3.Changes.path;
import static io.headroom.s3.Changes.read;
import static io.headroom.s3.Changes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A cluster that is really full lets every write hang. It must not hang us, and what it does later must spoil nothing. */
class HangingRgwIT {
    private static final Map<String, String> IMPATIENT =
            Map.of("socket-timeout", "2", "call-timeout", "4", "part-size", Integer.toString(5 * 1024 * 1024));
    /** Generous, as the machine may be busy: without bounds it would be for ever. */
    private static final Duration BOUND = Duration.ofMinutes(2);

    private static void answeredInTime(Runnable change) {
        long began = System.nanoTime();
        StorageException failure = failure(change);
        assertThat(failure).isInstanceOfAny(OutcomeUnknownException.class, UnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
    }

    private static void awaitWrite(Storage storage, String path, String content) {
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsMatching(StorageException.class::isInstance)
                .until(() -> write(storage, path, content).size() == content.length());
    }

    @Test
    @Proves({"S507-GEN-05", "S507-GEN-09"})
    void fullClusterThatHangs() throws Exception {
        try (RgwCluster cluster = RgwCluster.start();
                OpenBucket bucket = new OpenBucket(cluster, IMPATIENT)) {
            Storage storage = bucket.storage();
            write(storage, "/a", "old");
            write(storage, "/b", "old");
            write(storage, "/c", "old");
            PendingWrite inParts = storage.beginWrite(path("/b"), WriteRequest.ofUnknownLength());
            append(inParts, noise(6 * 1024 * 1024));

            cluster.setFull(true);
            answeredInTime(() -> write(storage, "/a", "given up"));
            answeredInTime(() -> append(inParts, noise(20 * 1024 * 1024)));
            inParts.close();
            answeredInTime(() -> storage.createCollection(path("/collection")));
            answeredInTime(() -> storage.copyFile(path("/a"), path("/copy"), new Precondition.None()));
            manyWritersAreTurnedAwayWhileReadersGoOn(storage);
            assertThat(read(storage, "/a")).isEqualTo("old");
            assertThat(read(storage, "/b")).isEqualTo("old");
            // This Ceph lets removals hang as well.
            answeredInTime(() -> storage.delete(path("/c")));

            cluster.setFull(false);
            awaitWrite(storage, "/a", "newest");
            await().atMost(BOUND)
                    .ignoreExceptionsMatching(StorageException.class::isInstance)
                    .until(() -> isRemoved(storage, "/c"));
            // What was given up is carried out now; it was conditional on what it would have replaced.
            await().during(Duration.ofSeconds(3))
                    .atMost(BOUND)
                    .until(() -> read(storage, "/a").equals("newest"));
            assertThat(read(storage, "/b")).isEqualTo("old");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.openUploads(bucket.name()).isEmpty());
            assertThat(names(storage)).contains("a", "b").doesNotContain("c");
        }
    }

    /** Perhaps by what was given up. */
    private static boolean isRemoved(Storage storage, String path) {
        if (storage.find(path(path)).isPresent()) {
            storage.delete(path(path));
        }
        return storage.find(path(path)).isEmpty();
    }

    private static void manyWritersAreTurnedAwayWhileReadersGoOn(Storage storage) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String name = "/many-" + i;
                writers.add(threads.submit(() -> answeredInTime(() -> write(storage, name, "x"))));
            }
            long began = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                assertThat(read(storage, "/a")).isEqualTo("old");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Proves("S507-GEN-05")
    void fullClusterThatGivesUp() throws IOException {
        try (RgwCluster cluster = RgwCluster.start(Duration.ofSeconds(1));
                OpenBucket bucket = new OpenBucket(cluster, Map.of("part-size", Integer.toString(5 * 1024 * 1024)))) {
            Storage storage = bucket.storage();
            write(storage, "/a", "old");
            write(storage, "/b", "old");
            cluster.setFull(true);
            answeredInTime(() -> write(storage, "/a", "refused"));
            answeredInTime(() -> write(storage, "/b", noise(12 * 1024 * 1024), WriteRequest.ofUnknownLength()));
            assertThat(read(storage, "/a")).isEqualTo("old");
            assertThat(read(storage, "/b")).isEqualTo("old");
            answeredInTime(() -> storage.delete(path("/b")));
            cluster.setFull(false);
            awaitWrite(storage, "/a", "newest");
            await().atMost(BOUND)
                    .ignoreExceptionsMatching(StorageException.class::isInstance)
                    .until(() -> isRemoved(storage, "/b"));
            await().during(Duration.ofSeconds(2))
                    .atMost(BOUND)
                    .until(() -> read(storage, "/a").equals("newest"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> cluster.openUploads(bucket.name()).isEmpty());
            assertThat(names(storage)).containsExactly("a");
        }
    }
}
