package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
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
}
