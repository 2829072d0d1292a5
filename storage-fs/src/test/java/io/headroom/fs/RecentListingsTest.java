package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing is given again for a moment, and never hides what the directory itself shows. */
class RecentListingsTest {
    private static final ResourcePath FILE = ResourcePath.parse("/file");

    @TempDir
    Path root;

    // Ahead of the files' times, so that the directory counts as at rest.
    private final MutableClock clock = new MutableClock(Instant.now().plusSeconds(3600));
    private Storage storage;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(root.resolve("file"), "a");
        storage = open("1000");
    }

    private Storage open(String kept) {
        return new FsStorageProvider()
                .open(new StorageSettings(Map.of("root", root.toString(), "kept-listings", kept)), clock);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Map<String, Long> sizes() {
        try (Stream<Resource> members = storage.list(ResourcePath.ROOT)) {
            return members.collect(
                    Collectors.toMap(member -> member.path().name(), member -> ((FileResource) member).size()));
        }
    }

    private void write(ResourcePath path, int bytes) {
        try (PendingWrite write = storage.beginWrite(path, WriteRequest.ofLength(bytes))) {
            write.append(ByteBuffer.allocate(bytes));
            write.commit();
        }
    }

    @Test
    void whatAnotherProgramWritesInPlaceIsSeenAfterAMoment() throws Exception {
        assertThat(sizes()).containsOnly(Map.entry("file", 1L));
        Files.writeString(root.resolve("file"), "abc");
        assertThat(sizes()).containsOnly(Map.entry("file", 1L));
        clock.advance(Duration.ofSeconds(1));
        assertThat(sizes()).containsOnly(Map.entry("file", 3L));
    }

    @Test
    void whatIsAddedRemovedOrReplacedIsSeenAtOnce() throws Exception {
        assertThat(sizes()).hasSize(1);
        Files.writeString(root.resolve("other"), "other");
        assertThat(sizes()).containsKey("other");
        Files.delete(root.resolve("other"));
        assertThat(sizes()).doesNotContainKey("other");
        write(FILE, 2);
        assertThat(sizes()).containsEntry("file", 2L);
        write(FILE, 3);
        assertThat(sizes()).containsEntry("file", 3L);
        storage.move(FILE, ResourcePath.parse("/moved"), new Precondition.None());
        assertThat(sizes()).containsOnlyKeys("moved");
    }

    @Test
    void aTimeThatIsSetIsSeenAtOnce() {
        sizes();
        Instant time = Instant.parse("2001-02-03T04:05:06Z");
        storage.setLastModified(FILE, time);
        try (Stream<Resource> members = storage.list(ResourcePath.ROOT)) {
            assertThat(members)
                    .allSatisfy(member ->
                            assertThat(((FileResource) member).lastModified()).isBetween(time, time.plusMillis(1)));
        }
    }

    @Test
    void aListingThatWasNotReadToItsEndIsNotKept() throws Exception {
        Files.writeString(root.resolve("other"), "other");
        try (Stream<Resource> members = storage.list(ResourcePath.ROOT)) {
            assertThat(members.iterator().hasNext()).isTrue();
        }
        Files.writeString(root.resolve("file"), "abc");
        assertThat(sizes()).containsEntry("file", 3L);
    }

    @Test
    void zeroKeepsNothing() throws Exception {
        storage.close();
        storage = open("0");
        sizes();
        Files.writeString(root.resolve("file"), "abc");
        assertThat(sizes()).containsEntry("file", 3L);
    }

    /** Listings of their own, with the number of times that a folder was read. */
    private final class Crowd {
        private final RecentListings listings = new RecentListings(clock, Duration.ofSeconds(1));
        private final Map<String, Integer> reads = new HashMap<>();

        Iterator<Resource> list(String folder, int members) throws IOException {
            ResourcePath path = ResourcePath.parse(folder);
            Stream<Resource> stream = listings.list(path, Files.readAttributes(root, BasicFileAttributes.class), () -> {
                reads.merge(folder, 1, Integer::sum);
                return IntStream.range(0, members)
                        .mapToObj(i ->
                                new CollectionResource(path.child("member" + i), Optional.empty(), Optional.empty()));
            });
            streams.add(stream);
            return stream.iterator();
        }

        private final List<Stream<Resource>> streams = new ArrayList<>();

        void closeAll() {
            streams.forEach(Stream::close);
            streams.clear();
        }
    }

    private static int rest(Iterator<Resource> members) {
        int count = 0;
        while (members.hasNext()) {
            members.next();
            count++;
        }
        return count;
    }

    @Test
    void ofManyWhoAskAtOnceOneGathers() throws Exception {
        Crowd crowd = new Crowd();
        Iterator<Resource> first = crowd.list("/a", 2000);
        Iterator<Resource> second = crowd.list("/a", 2000);
        assertThat(rest(second)).isEqualTo(2000);
        assertThat(rest(crowd.list("/a", 2000))).isEqualTo(2000);
        assertThat(crowd.reads).containsEntry("/a", 3);
        assertThat(rest(first)).isEqualTo(2000);
        assertThat(rest(crowd.list("/a", 2000))).isEqualTo(2000);
        assertThat(crowd.reads).containsEntry("/a", 3);
    }

    @Test
    void whoeverIsSlowIsNotWaitedFor() throws Exception {
        Crowd crowd = new Crowd();
        Iterator<Resource> slow = crowd.list("/a", 2000);
        slow.next();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rest(crowd.list("/a", 2000))).isEqualTo(2000);
        assertThat(rest(crowd.list("/a", 2000))).isEqualTo(2000);
        assertThat(crowd.reads).containsEntry("/a", 2);
        assertThat(rest(slow)).isEqualTo(1999);
    }

    @Test
    void aCrowdOfListingsIsNotGatheredAsAWhole() throws Exception {
        Crowd crowd = new Crowd();
        List<Iterator<Resource>> halves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Iterator<Resource> members = crowd.list("/" + i, 9000);
            for (int j = 0; j < 8999; j++) {
                members.next();
            }
            halves.add(members);
        }
        for (Iterator<Resource> half : halves) {
            assertThat(rest(half)).isEqualTo(1);
        }
        for (int i = 0; i < 50; i++) {
            crowd.list("/" + i, 9000);
        }
        // Four times 9000 are within 40,000.
        assertThat(crowd.reads.values()).containsOnly(1, 2);
        assertThat(crowd.reads.values().stream().filter(reads -> reads == 1)).hasSize(4);
        crowd.closeAll();
        // What was given up is no burden for long.
        assertThat(rest(crowd.list("/more", 9000))).isEqualTo(9000);
        assertThat(rest(crowd.list("/more", 9000))).isEqualTo(9000);
        assertThat(crowd.reads).containsEntry("/more", 1);
    }
}
