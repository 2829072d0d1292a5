package io.headroom.s3;

import static io.headroom.s3.TreeBucket.SOURCE;
import static io.headroom.s3.TreeBucket.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.HeardMembers;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/** Whole trees on Ceph's gateway: other programs' trees, full buckets, large members, members that can't go. */
class S3TreesIT {
    private static final Logger LOG = LoggerFactory.getLogger(S3TreesIT.class);
    private static final Precondition NONE = new Precondition.None();
    private static final int MEBIBYTE = 1024 * 1024;

    private final RgwCluster cluster = RgwCluster.shared();
    private final TreeBucket bucket = TreeBucket.on(cluster);
    private final HeardMembers heard = new HeardMembers();
    private S3Clients clients;
    private S3WriteSide node;

    @BeforeEach
    void open() {
        clients = bucket.clients(Map.of());
        node = bucket.open(clients, TreeTimes.USUAL);
    }

    @AfterEach
    void close() {
        node.close();
        clients.close();
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private void transfer(boolean move, ResourcePath source, ResourcePath target) {
        if (move) {
            node.trees().move(source, target, NONE, heard);
        } else {
            node.trees().copy(source, target, true, NONE, heard);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void treesWithoutMarkersAndOddObjectsGoWhole(boolean move) {
        for (String key : List.of("x/t/sub/a", "x/t/b", "x/t/c", "x/t/c/below", "x/t//odd", "x/t", "x/t.txt")) {
            bucket.put(key, "content of " + key);
        }
        Map<String, String> before = bucket.content();
        transfer(move, path("/x/t"), path("/u"));
        Map<String, String> after = bucket.content();
        for (String name : List.of("/sub/a", "/b", "/c", "/c/below", "//odd")) {
            assertThat(after).containsEntry("u" + name, before.get("x/t" + name));
            assertThat(after.containsKey("x/t" + name)).isEqualTo(!move);
        }
        assertThat(after)
                .as("the file that the collection hid, and a neighbour")
                .containsKeys("x/t", "x/t.txt", "u/");
        assertThat(after.keySet()).noneMatch(key -> key.startsWith(".headroom"));
        assertThat(heard.donePaths()).containsExactly("/u", "/u/b", "/u/c", "/u/c/below", "/u/sub", "/u/sub/a");
        assertThat(heard.failedPaths()).isEmpty();
    }

    @Test
    void theCollectionAboveStaysWhenItsLastMemberLeaves() {
        bucket.put("x/t/a", "a");
        bucket.put("y/t/a", "a");
        node.trees().move(path("/x/t"), path("/u"), NONE, heard);
        node.trees().delete(path("/y/t"), heard);
        assertThat(bucket.content()).containsOnlyKeys("x/", "y/", "u/", "u/a");
    }

    @Test
    void aRemovalTakesOddObjectsTooAndTellsWhatWasShown() {
        for (String key : List.of("t/sub/a", "t/c", "t/c/below", "t//odd", "t", "t2")) {
            bucket.put(key, "");
        }
        node.trees().delete(SOURCE, heard);
        assertThat(bucket.content()).containsOnlyKeys("t", "t2");
        assertThat(heard.donePaths()).containsExactly("/t", "/t/c", "/t/c/below", "/t/sub", "/t/sub/a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMemberThatCannotGoStaysAndTheRestGoes(boolean move) {
        ResourcePath far = path("/" + "f".repeat(200) + "/" + "g".repeat(200));
        String deep = "d".repeat(240) + "/" + "e".repeat(240) + "/" + "f".repeat(240);
        bucket.put(far.parent().toString().substring(1) + "/", "");
        bucket.put("t/a", "a");
        bucket.put("t/" + deep, "its name is too long there");
        bucket.put("t/z", "z");
        Map<String, String> before = bucket.content();
        transfer(move, SOURCE, far);
        Map<String, String> after = bucket.content();
        String target = far.toString().substring(1);
        assertThat(after)
                .containsEntry(target + "/a", before.get("t/a"))
                .containsEntry(target + "/z", before.get("t/z"));
        assertThat(after).containsEntry("t/" + deep, before.get("t/" + deep));
        assertThat(after.containsKey("t/a")).isEqualTo(!move);
        assertThat(heard.failedPaths()).containsExactly("/t/" + deep);
        assertThat(after.keySet()).noneMatch(key -> key.startsWith(".headroom"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves({"S507-COPY-03", "S507-MOVE-04"})
    void aQuotaThatIsReachedInTheMiddleLeavesAllAsItWas(boolean move) throws IOException {
        bucket.put("t/", "");
        bucket.put("u/", "");
        bucket.put("u/only-old", new byte[1000]);
        for (int i = 0; i < 40; i++) {
            bucket.put("t/m" + i, new byte[100_000 + i]);
            if (i % 3 == 0) {
                bucket.put("u/m" + i, new byte[50_000 + i]);
            }
        }
        Map<String, String> before = bucket.content();
        long used = 40 * 100_000 + 14 * 50_000 + 2_000;
        // In the middle, and so that only the last member is too much.
        for (long room : new long[] {2_000_000, 40 * 100_000 - 60_000}) {
            cluster.setBucketQuotaBytes(bucket.name(), used + room);
            assertThatThrownBy(() -> transfer(move, SOURCE, TARGET)).isInstanceOf(InsufficientStorageException.class);
            assertThat(bucket.content()).isEqualTo(before);
            assertThat(cluster.openUploads(bucket.name())).isEmpty();
        }
        assertThat(heard.failedPaths()).isEmpty();
        // At the brim removals work, and then the same fits.
        cluster.setBucketQuotaBytes(bucket.name(), used);
        node.trees().delete(TARGET, new HeardMembers());
        cluster.setBucketQuotaBytes(bucket.name(), 100 * MEBIBYTE);
        transfer(move, SOURCE, TARGET);
        assertThat(bucket.content()).hasSize(move ? 41 : 82);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves({"S507-COPY-03", "S507-MOVE-04"})
    void aLimitOfObjectsThatIsReachedInTheMiddleLeavesAllAsItWas(boolean move) throws IOException {
        Map<String, String> before = bucket.withTrees().content();
        for (int room = 0; room < 8; room += 2) {
            cluster.setBucketQuotaObjects(bucket.name(), before.size() + room);
            assertThatThrownBy(() -> transfer(move, SOURCE, TARGET)).isInstanceOf(InsufficientStorageException.class);
            assertThat(bucket.content()).as("room for %s", room).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largeMembersGoInParts(boolean move) throws IOException {
        bucket.put("t/big", new byte[11 * MEBIBYTE]);
        bucket.put("t/small", "small");
        cluster.setBucketQuotaBytes(bucket.name(), 18 * MEBIBYTE);
        Map<String, String> before = bucket.content();
        assertThatThrownBy(() -> transfer(move, SOURCE, TARGET)).isInstanceOf(InsufficientStorageException.class);
        assertThat(bucket.content()).isEqualTo(before);
        assertThat(cluster.openUploads(bucket.name())).isEmpty();
        cluster.setBucketQuotaBytes(bucket.name(), 60 * MEBIBYTE);
        transfer(move, SOURCE, TARGET);
        assertThat(cluster.objects(bucket.name())).anySatisfy(object -> {
            assertThat(object.key()).isEqualTo("u/big");
            assertThat(object.size()).isEqualTo(11L * MEBIBYTE);
            assertThat(object.eTag()).as("three parts").contains("-3");
        });
        assertThat(bucket.content().containsKey("t/big")).isEqualTo(!move);
    }

    @Test
    void manyPagesOfMembersGoAlong() {
        int many = 2_500;
        IntStream.range(0, many).parallel().forEach(i -> bucket.put("t/sub%d/m%d".formatted(i % 7, i), "x"));
        long start = System.nanoTime();
        node.trees().copy(SOURCE, path("/copy"), true, NONE, heard);
        long copied = System.nanoTime();
        node.trees().move(SOURCE, TARGET, NONE, heard);
        long moved = System.nanoTime();
        node.trees().delete(TARGET, heard);
        long removed = System.nanoTime();
        LOG.info(
                "{} members: copied in {} ms, moved in {} ms, removed in {} ms",
                many,
                (copied - start) / 1_000_000,
                (moved - copied) / 1_000_000,
                (removed - moved) / 1_000_000);
        assertThat(bucket.content())
                .hasSize(many + 1)
                .allSatisfy((key, etag) -> assertThat(key).startsWith("copy/"));
        assertThat(heard.done()).hasSize(3 * (many + 8));
        assertThat(heard.done().stream().filter(CollectionResource.class::isInstance))
                .hasSize(3 * 8);
        assertThat(heard.failedPaths()).isEmpty();
    }

    /** Stops the first copy of a member until it may go on. */
    private static final class Gate implements ExecutionInterceptor {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            if (context.request() instanceof CopyObjectRequest) {
                reached.countDown();
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void whatALivingNodeDoesIsLeftAloneAndNotShown() throws InterruptedException, ExecutionException {
        Map<String, String> after = TreeBucket.moved(bucket.withTrees().content(), true);
        Gate gate = new Gate();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (S3Clients others = bucket.clients(Map.of(), gate);
                S3WriteSide other = bucket.open(others, TreeTimes.USUAL)) {
            Future<?> move = thread.submit(() -> other.trees().move(SOURCE, TARGET, NONE, heard));
            gate.reached.await();
            try (S3WriteSide third = bucket.open(clients, TreeTimes.USUAL)) {
                for (String place : List.of("/t", "/t/b", "/u")) {
                    assertThatThrownBy(() -> third.trees().delete(path(place), new HeardMembers()))
                            .isInstanceOf(UnavailableException.class);
                    assertThatThrownBy(() -> third.trees().requireSettled(path(place)))
                            .isInstanceOf(UnavailableException.class);
                }
                assertThatThrownBy(() -> third.trees().requireSettled(ResourcePath.ROOT))
                        .isInstanceOf(UnavailableException.class);
                third.trees().requireSettled(path("/x"));
                assertThatThrownBy(() -> third.trees().copy(path("/x"), TARGET, true, NONE, new HeardMembers()))
                        .isInstanceOf(UnavailableException.class);
                assertThat(bucket.content().keySet()).anyMatch(key -> key.startsWith(".headroom/journal/"));
                S3Reader reader = new S3Reader(Bucket.of(bucket.settings(Map.of()), clients, StoreTraits.CAREFUL));
                try (var listed = reader.list(ResourcePath.ROOT)) {
                    assertThat(listed.map(Resource::path)).containsExactlyInAnyOrder(SOURCE, TARGET);
                }
            }
            gate.open.countDown();
            move.get();
        } finally {
            gate.open.countDown();
            thread.shutdownNow();
        }
        assertThat(bucket.content()).isEqualTo(after);
    }

    @Test
    void anOwnerThatLostItsJournalStops() throws InterruptedException {
        Map<String, String> before = bucket.withTrees().content();
        Gate gate = new Gate();
        TreeTimes seldom =
                new TreeTimes(Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(1));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (S3Clients others = bucket.clients(Map.of(), gate);
                S3WriteSide other = bucket.open(others, seldom)) {
            Future<?> move = thread.submit(() -> other.trees().move(SOURCE, TARGET, NONE, heard));
            gate.reached.await();
            bucket.open(clients, TreeBucket.ABANDONED_AT_ONCE).close();
            assertThat(bucket.content()).isEqualTo(before);
            gate.open.countDown();
            assertThatThrownBy(move::get).isInstanceOf(ExecutionException.class);
        } finally {
            gate.open.countDown();
            thread.shutdownNow();
        }
        Map<String, String> members = new TreeMap<>(bucket.content());
        assertThat(members.entrySet())
                .as("nothing of the source is gone")
                .containsAll(before.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("t/"))
                        .toList());
    }
}
