package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.ByteRange;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.Resource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another program put into the bucket, seen through the storage, and how many requests that takes. */
class ReadingIT {
    private OpenBucket bucket;

    @BeforeEach
    void open() {
        bucket = new OpenBucket(RgwCluster.shared(), Map.of());
    }

    @AfterEach
    void close() {
        if (bucket != null) {
            bucket.close();
        }
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private List<String> list(String collection) {
        try (Stream<Resource> members = bucket.storage().list(path(collection))) {
            return members.map(ReadingIT::text).toList();
        }
    }

    private List<String> listTree(String collection) {
        try (Stream<Resource> members = bucket.storage().listTree(path(collection))) {
            return members.map(ReadingIT::text).toList();
        }
    }

    /** Collections with a slash at the end. */
    private static String text(Resource resource) {
        return resource.path() + (resource instanceof CollectionResource ? "/" : "");
    }

    private static byte[] read(OpenFile file, long offset, long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        file.transferTo(new ByteRange(offset, length), Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void collectionsWithoutMarkers() {
        bucket.put("a/b/c.txt", "x");
        assertThat(list("/")).containsExactly("/a/");
        assertThat(list("/a")).containsExactly("/a/b/");
        assertThat(list("/a/b")).containsExactly("/a/b/c.txt");
        assertThat(bucket.storage().find(path("/a/b"))).containsInstanceOf(CollectionResource.class);
        assertThat(listTree("/")).containsExactly("/a/", "/a/b/", "/a/b/c.txt");
        assertThat(listTree("/a/b")).containsExactly("/a/b/c.txt");
    }

    @Test
    void aLookIsOneRequest() {
        bucket.put("file", "x");
        bucket.put("dir/member", "x");
        bucket.put("both", "x");
        bucket.put("both/member", "x");
        bucket.calls();
        assertThat(bucket.storage().find(path("/file"))).containsInstanceOf(FileResource.class);
        assertThat(bucket.storage().find(path("/dir"))).containsInstanceOf(CollectionResource.class);
        assertThat(bucket.storage().find(path("/both"))).containsInstanceOf(CollectionResource.class);
        assertThat(bucket.storage().find(path("/missing"))).isEmpty();
        assertThat(bucket.storage().find(path("/fil"))).isEmpty();
        assertThat(bucket.storage().find(path("/.headroom"))).isEmpty();
        assertThat(bucket.calls()).isEqualTo(Map.of("ListObjectsV2", 5));
    }

    @Test
    void namesBetweenAFileAndItsNamesakeCostASecondRequest() {
        for (String key : List.of("a", "a!", "a-b", "a.txt", "a/b", "c", "c.1", "c.2", "d.1", "d.2", "d/x")) {
            bucket.put(key, "x");
        }
        bucket.calls();
        assertThat(bucket.storage().find(path("/a"))).containsInstanceOf(CollectionResource.class);
        assertThat(bucket.storage().find(path("/c"))).containsInstanceOf(FileResource.class);
        assertThat(bucket.storage().find(path("/d"))).containsInstanceOf(CollectionResource.class);
        assertThat(bucket.calls()).isEqualTo(Map.of("ListObjectsV2", 6));
    }

    @Test
    void theCollectionWinsOverAFileOfItsName() {
        for (String key : List.of("a", "a!", "a.b", "a.b/x", "a.b.c", "a/x", "a0", "b", "b/")) {
            bucket.put(key, "x");
        }
        assertThat(list("/")).containsExactlyInAnyOrder("/a/", "/a!", "/a.b/", "/a.b.c", "/a0", "/b/");
        assertThat(listTree("/"))
                .containsExactlyInAnyOrder("/a/", "/a/x", "/a!", "/a.b/", "/a.b/x", "/a.b.c", "/a0", "/b/");
        assertThat(list("/a")).containsExactly("/a/x");
        assertThat(list("/b")).isEmpty();
    }

    @Test
    void theOrderIsTheSameEachTime() {
        for (String key : List.of("b", "a/1", "a", "a.txt", "\uD83D\uDE00", "\uFF5E", "z/", "\uE000/x")) {
            bucket.put(key, "x");
        }
        assertThat(list("/")).hasSize(7).isEqualTo(list("/"));
        assertThat(listTree("/")).hasSize(9).isEqualTo(listTree("/"));
    }

    @Test
    void keysThatNoPathNamesAreLeftOut() {
        for (String key : List.of("/lead", "a//b", "a/../b", "a/./b", ".headroom/journal/1", ".headroomx", "good")) {
            bucket.put(key, "x");
        }
        assertThat(list("/")).containsExactly("/a/", "/good");
        assertThat(list("/a")).isEmpty();
        assertThat(listTree("/")).contains("/good").noneMatch(text -> text.contains("headroom"));
    }

    @Test
    void oddCharactersComeBack() {
        Set<String> names =
                new HashSet<>(List.of("a+b", "a%20b", "a&b", "tab\there", "new\nline", "<x>", "\u00e9\u0301"));
        names.forEach(name -> bucket.put("d/" + name, "x"));
        bucket.put("d/\u0001", "what no listing of its own could find");
        try (Stream<Resource> members = bucket.storage().list(path("/d"))) {
            assertThat(members.map(member -> member.path().name())).containsExactlyInAnyOrderElementsOf(names);
        }
        for (String name : names) {
            assertThat(bucket.storage().find(path("/d").child(name))).as(name).containsInstanceOf(FileResource.class);
        }
    }

    @Test
    void aListingIsOneRequestForAThousand() {
        int files = 1500;
        bucket.putMany("d/%04d", files);
        bucket.putMany("d/%04d.d/x", 600);
        bucket.calls();
        assertThat(list("/d")).hasSize(2100).doesNotHaveDuplicates().contains("/d/1499", "/d/0599.d/");
        assertThat(bucket.calls()).isEqualTo(Map.of("ListObjectsV2", 3));
        assertThat(listTree("/d")).hasSize(2700).doesNotHaveDuplicates();
        assertThat(bucket.calls()).isEqualTo(Map.of("ListObjectsV2", 3));
        try (Stream<Resource> members = bucket.storage().list(path("/d"))) {
            assertThat(members.limit(5)).hasSize(5);
        }
        assertThat(bucket.calls()).as("no page more than was asked for").isEqualTo(Map.of("ListObjectsV2", 1));
    }

    /** The file is the last of the first page, and the collection of its name the first of the second. */
    @Test
    void aPageMayBreakBetweenAFileAndItsNamesake() {
        bucket.putMany("d/%04d", 999);
        bucket.put("d/x", "");
        bucket.put("d/x/y", "");
        assertThat(list("/d")).hasSize(1000).contains("/d/x/").doesNotContain("/d/x");
        assertThat(listTree("/d")).hasSize(1001).contains("/d/x/", "/d/x/y").doesNotContain("/d/x");
    }

    @Test
    void aSmallFileIsOneRequestAndALongOneTwo() throws IOException {
        byte[] small = random(10_000);
        byte[] large = random(3_000_000);
        bucket.put("small", small);
        bucket.put("large", large);
        bucket.put("empty", "");
        bucket.calls();
        try (OpenFile file = bucket.storage().open(path("/small"))) {
            assertThat(read(file, 0, small.length)).isEqualTo(small);
        }
        assertThat(bucket.calls()).isEqualTo(Map.of("GetObject", 1));
        try (OpenFile file = bucket.storage().open(path("/large"))) {
            assertThat(file.resource())
                    .isEqualTo(bucket.storage().find(path("/large")).orElseThrow());
            bucket.calls();
            assertThat(read(file, 0, large.length)).isEqualTo(large);
            assertThat(read(file, 2_000_000, 1000)).isEqualTo(Arrays.copyOfRange(large, 2_000_000, 2_001_000));
        }
        assertThat(bucket.calls()).isEqualTo(Map.of("GetObject", 2));
        try (OpenFile file = bucket.storage().open(path("/empty"))) {
            assertThat(file.resource().size()).isZero();
            assertThat(read(file, 0, 0)).isEmpty();
        }
        assertThat(bucket.calls()).isEqualTo(Map.of("GetObject", 1, "HeadObject", 1));
    }

    @Test
    void anotherVersionIsNeverMixedIn() throws IOException {
        byte[] old = random(300_000);
        bucket.put("f", old);
        try (OpenFile file = bucket.storage().open(path("/f"))) {
            bucket.put("f", random(400_000));
            assertThat(read(file, 0, 1000)).isEqualTo(Arrays.copyOf(old, 1000));
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            assertThatThrownBy(() -> file.transferTo(ByteRange.whole(300_000), Channels.newChannel(sent)))
                    .isInstanceOf(UnavailableException.class);
            assertThat(sent.size()).as("nothing was sent").isZero();
            bucket.remove("f");
            assertThatThrownBy(() -> read(file, 200_000, 10)).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void whatIsNoFile() {
        bucket.put("dir/member", "x");
        bucket.calls();
        assertThatThrownBy(() -> bucket.storage().open(path("/dir"))).isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> bucket.storage().open(path("/"))).isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> bucket.storage().open(path("/missing"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> bucket.storage().open(path("/.headroom/x"))).isInstanceOf(NotFoundException.class);
        assertThat(bucket.calls()).isEqualTo(Map.of("GetObject", 2, "ListObjectsV2", 2));
    }

    /** More readers than there are connections leave early; each one's connection must be free again. */
    @Test
    void readersThatLeaveEarlyLeakNothing() {
        try (OpenBucket few = new OpenBucket(RgwCluster.shared(), bucket.name(), Map.of("connections", "4"))) {
            bucket.put("large", random(5_000_000));
            IOException gone = new IOException("the client went away");
            for (int round = 0; round < 20; round++) {
                long stays = round % 2 == 0 ? 0 : 1_000_000;
                try (OpenFile file = few.storage().open(path("/large"))) {
                    assertThatThrownBy(
                                    () -> file.transferTo(ByteRange.whole(5_000_000), new LeavingChannel(stays, gone)))
                            .isSameAs(gone);
                }
            }
            assertThat(few.storage().find(path("/large"))).isPresent();
        }
    }
}
