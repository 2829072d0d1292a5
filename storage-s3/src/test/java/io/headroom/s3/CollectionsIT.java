package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Markers of collections, in buckets that other programs use too. */
class CollectionsIT {
    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private static OpenBucket bucket() {
        return new OpenBucket(RgwCluster.shared(), Map.of());
    }

    @Test
    void aCollectionIsAnEmptyObjectWithASlash() {
        try (OpenBucket bucket = bucket()) {
            bucket.storage().createCollection(path("/c"));
            assertThat(bucket.calls()).isEqualTo(Map.of("ListObjectsV2", 1, "PutObject", 1));
            bucket.storage().createCollection(path("/c/d"));
            assertThat(bucket.calls()).isEqualTo(Map.of("ListObjectsV2", 2, "PutObject", 1));
            assertThat(bucket.keys()).containsExactly("c/", "c/d/");
        }
    }

    @Test
    void nothingIsMadeOverAFileOrAForeignCollection() {
        try (OpenBucket bucket = bucket()) {
            bucket.put("file", "x");
            bucket.put("dir/member", "x");
            for (String taken : List.of("/file", "/dir")) {
                assertThatThrownBy(() -> bucket.storage().createCollection(path(taken)))
                        .isInstanceOf(AlreadyExistsException.class);
            }
            assertThat(bucket.keys()).containsExactly("dir/member", "file");
        }
    }

    @Test
    void aCollectionOutlivesItsLastMember() {
        try (OpenBucket bucket = bucket()) {
            bucket.put("a/b/c", "x");
            bucket.storage().delete(path("/a/b/c"));
            assertThat(bucket.storage().find(path("/a/b"))).containsInstanceOf(CollectionResource.class);
            assertThat(bucket.keys()).containsExactly("a/b/");
            bucket.storage().delete(path("/a/b"));
            assertThat(bucket.keys()).containsExactly("a/");
        }
    }

    @Test
    void noMarkerIsWrittenWhileOtherMembersStay() {
        try (OpenBucket bucket = bucket()) {
            bucket.put("a/1", "x");
            bucket.put("a/2", "x");
            bucket.storage().delete(path("/a/1"));
            assertThat(bucket.keys()).containsExactly("a/2");
        }
    }

    @Test
    void ofTheLastMembersThatGoAtOnceOneLeavesAMarker() {
        try (OpenBucket bucket = bucket()) {
            bucket.putMany("a/%d", 8);
            IntStream.range(0, 8).parallel().forEach(i -> bucket.storage().delete(path("/a/" + i)));
            assertThat(bucket.keys()).containsExactly("a/");
        }
    }

    @Test
    void aHiddenFileIsNotRemoved() {
        try (OpenBucket bucket = bucket()) {
            bucket.put("a", "hidden");
            bucket.put("a/member", "x");
            assertThatThrownBy(() -> bucket.storage().delete(path("/a"))).isInstanceOf(NotEmptyException.class);
            bucket.storage().delete(path("/a/member"));
            assertThat(bucket.storage().find(path("/a"))).containsInstanceOf(CollectionResource.class);
            bucket.storage().delete(path("/a"));
            assertThat(bucket.storage().find(path("/a"))).containsInstanceOf(FileResource.class);
            assertThat(bucket.keys()).containsExactly("a");
        }
    }

    @Test
    void theServersOwnObjectsCannotBeRemoved() {
        try (OpenBucket bucket = bucket()) {
            bucket.put(".headroom/journal/1", "x");
            assertThatThrownBy(() -> bucket.storage().delete(path("/.headroom/journal/1")))
                    .isInstanceOf(NotFoundException.class);
            assertThat(bucket.keys()).containsExactly(".headroom/journal/1");
        }
    }

    @Test
    @Proves("DAV-DEL-09")
    void removalsWorkAtAFullQuota() throws IOException {
        try (OpenBucket bucket = bucket()) {
            bucket.put("a/b", "x");
            bucket.put("c/d", "x");
            RgwCluster.shared().setBucketQuotaObjects(bucket.name(), 2);
            assertThatThrownBy(() -> bucket.storage().createCollection(path("/new")))
                    .isInstanceOf(InsufficientStorageException.class);
            bucket.storage().delete(path("/a/b"));
            assertThat(bucket.keys()).as("there was room for the marker then").containsExactly("a/", "c/d");
            RgwCluster.shared().setBucketQuotaObjects(bucket.name(), 0);
            bucket.storage().delete(path("/c/d"));
            bucket.storage().delete(path("/a"));
            assertThat(bucket.keys()).as("and none for this one").isEmpty();
        }
    }

    /** Whether a full Ceph removes or hangs is its own affair; it must not take us with it. */
    @Test
    void removalsInAFullClusterAreAnsweredInTime() throws IOException {
        try (RgwCluster cluster = RgwCluster.start();
                OpenBucket bucket = new OpenBucket(cluster, Map.of("call-timeout", "2"))) {
            bucket.storage().createCollection(path("/a"));
            bucket.put("a/b", "x");
            bucket.put("foreign/last", "x");
            cluster.setFull(true);
            long begin = System.nanoTime();
            for (String removed : List.of("/a/b", "/foreign/last")) {
                try {
                    bucket.storage().delete(path(removed));
                } catch (OutcomeUnknownException | UnavailableException e) {
                    assertThat(e.path()).isEqualTo(path(removed));
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(bucket.storage().find(path("/a"))).isPresent();
            cluster.setFull(false);
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(StorageException.class)
                    .until(() -> {
                        removeIfThere(bucket, "/foreign/last");
                        removeIfThere(bucket, "/a/b");
                        return bucket.keys().equals(List.of("a/", "foreign/"));
                    });
        }
    }

    private static void removeIfThere(OpenBucket bucket, String path) {
        if (bucket.storage().find(path(path)).isPresent()) {
            bucket.storage().delete(path(path));
        }
    }
}
