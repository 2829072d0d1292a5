package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.Capability;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.HeardMembers;
import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Times that clients set come back, though the storage keeps none. */
class KeptTimesStorageTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TIME = Instant.parse("2001-09-09T01:46:40Z");
    private static final Precondition NONE = new Precondition.None();

    private final MutableClock clock = new MutableClock(NOW);
    private final MemoryModificationTimes times = new MemoryModificationTimes();
    private final FaultyStorage faults = new FaultyStorage(new MemoryStorage(1_000_000, clock));
    private final Storage objects = new MemoryObjectStorage(faults);
    private final KeptTimesStorage storage = new KeptTimesStorage(objects, times);

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private static FileResource write(Storage storage, String path, Optional<Instant> time) {
        WriteRequest request = new WriteRequest(OptionalLong.of(3), Optional.empty(), time, NONE);
        try (PendingWrite write = storage.beginWrite(path(path), request)) {
            write.append(ByteBuffer.allocate(3));
            return write.commit();
        }
    }

    private FileResource writeWithTime(String path) {
        return write(storage, path, Optional.of(TIME));
    }

    private Instant timeOf(String path) {
        return ((FileResource) storage.find(path(path)).orElseThrow()).lastModified();
    }

    @Test
    @Proves("EXT-OC-01")
    void aTimeThatCameWithTheFileIsShownEverywhere() {
        storage.createCollection(path("/c"));
        FileResource file = writeWithTime("/c/a");
        assertThat(storage.capabilities()).contains(Capability.KEEPS_MODIFICATION_TIME);
        assertThat(file.lastModified()).isEqualTo(TIME);
        assertThat(storage.find(path("/c/a"))).contains(file);
        try (OpenFile open = storage.open(path("/c/a"))) {
            assertThat(open.resource()).isEqualTo(file);
        }
        try (Stream<Resource> members = storage.list(path("/c"))) {
            assertThat(members).containsExactly(file);
        }
        try (Stream<Resource> members = storage.listTree(ResourcePath.ROOT)) {
            assertThat(members).contains(file);
        }
    }

    @Test
    void preparingReachesTheStorage() {
        faults.failAlways(Point.PREPARE, path -> new UnavailableException(path, Duration.ofSeconds(1), null));
        WriteRequest request = new WriteRequest(OptionalLong.of(3), Optional.empty(), Optional.of(TIME), NONE);
        try (PendingWrite write = storage.beginWrite(path("/a"), request)) {
            write.append(ByteBuffer.allocate(3));
            assertThatThrownBy(write::prepare).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void whileTheDatabaseIsAwayReadersSeeTheStoragesTimesAndNothingLosesItsOwn() {
        storage.createCollection(path("/c"));
        writeWithTime("/c/a");
        times.away(true);
        assertThat(timeOf("/c/a")).isEqualTo(NOW);
        try (OpenFile open = storage.open(path("/c/a"))) {
            assertThat(open.resource().lastModified()).isEqualTo(NOW);
        }
        try (Stream<Resource> members = storage.list(path("/c"))) {
            assertThat(members).hasSize(1);
        }
        try (Stream<Resource> members = storage.listTree(path("/c"))) {
            assertThat(members).hasSize(1);
        }
        assertThatThrownBy(() -> storage.copyFile(path("/c/a"), path("/b"), NONE))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> storage.copyTree(path("/c"), path("/d"), true, NONE, new HeardMembers()))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> storage.moveTree(path("/c"), path("/d"), NONE, new HeardMembers()))
                .isInstanceOf(UnavailableException.class);
        assertThat(storage.find(path("/b"))).isEmpty();
        assertThat(storage.find(path("/d"))).isEmpty();
        times.away(false);
        assertThat(timeOf("/c/a")).isEqualTo(TIME);
    }

    @Test
    void aTimeCanBeSetLater() {
        write(storage, "/a", Optional.empty());
        assertThat(timeOf("/a")).isEqualTo(NOW);
        storage.setLastModified(path("/a"), TIME);
        assertThat(timeOf("/a")).isEqualTo(TIME);
        assertThatThrownBy(() -> storage.setLastModified(path("/missing"), TIME))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatOthersWriteShowsItsOwnTime() {
        writeWithTime("/a");
        write(objects, "/a", Optional.empty());
        assertThat(timeOf("/a")).isEqualTo(NOW);
        storage.copyFile(path("/a"), path("/b"), NONE);
        assertThat(timeOf("/b")).isEqualTo(NOW);
    }

    @Test
    void aNewVersionWithoutATimeShowsItsOwn() {
        writeWithTime("/a");
        write(storage, "/a", Optional.empty());
        assertThat(timeOf("/a")).isEqualTo(NOW);
        assertThat(times.rows()).isEmpty();
    }

    @Test
    void filesTakeTheirTimesAlong() {
        writeWithTime("/a");
        write(storage, "/other", Optional.empty());
        assertThat(storage.copyFile(path("/a"), path("/b"), NONE).lastModified())
                .isEqualTo(TIME);
        storage.move(path("/a"), path("/c"), NONE);
        assertThat(timeOf("/b")).isEqualTo(TIME);
        assertThat(timeOf("/c")).isEqualTo(TIME);
        storage.move(path("/other"), path("/b"), NONE);
        assertThat(timeOf("/b")).isEqualTo(NOW);
        storage.delete(path("/c"));
        assertThat(times.rows()).isEmpty();
    }

    private void makeTrees() {
        storage.createCollection(path("/t"));
        storage.createCollection(path("/t/sub"));
        writeWithTime("/t/sub/a");
        writeWithTime("/t/b");
        write(storage, "/t/plain", Optional.empty());
        storage.createCollection(path("/u"));
        writeWithTime("/u/plain");
        writeWithTime("/u/old");
    }

    @Test
    @Proves("DAV-CP-10")
    void treesTakeTheirTimesAlong() {
        makeTrees();
        storage.copyTree(path("/t"), path("/u"), true, NONE, new HeardMembers());
        for (String top : new String[] {"/t", "/u"}) {
            assertThat(timeOf(top + "/sub/a")).isEqualTo(TIME);
            assertThat(timeOf(top + "/b")).isEqualTo(TIME);
            assertThat(timeOf(top + "/plain")).isEqualTo(NOW);
        }
        storage.moveTree(path("/t"), path("/v"), NONE, new HeardMembers());
        assertThat(timeOf("/v/sub/a")).isEqualTo(TIME);
        assertThat(timeOf("/v/plain")).isEqualTo(NOW);
        assertThat(times.rows()).containsOnlyKeys(path("/u/sub/a"), path("/u/b"), path("/v/sub/a"), path("/v/b"));
        storage.deleteTree(path("/u"), new HeardMembers());
        storage.deleteTree(path("/v"), new HeardMembers());
        assertThat(times.rows()).isEmpty();
    }

    @Test
    @Proves("DAV-CP-17")
    void whatTheStorageSaidIsKeptToo() {
        storage.createCollection(path("/t"));
        write(storage, "/t/a", Optional.empty());
        clock.advance(Duration.ofHours(1));
        storage.copyFile(path("/t/a"), path("/copy"), NONE);
        storage.move(path("/copy"), path("/moved"), NONE);
        storage.copyTree(path("/t"), path("/u"), true, NONE, new HeardMembers());
        storage.moveTree(path("/u"), path("/v"), NONE, new HeardMembers());
        assertThat(timeOf("/moved")).isEqualTo(NOW);
        assertThat(timeOf("/v/a")).isEqualTo(NOW);
        assertThat(times.rows()).containsOnlyKeys(path("/moved"), path("/v/a"));
    }

    @Test
    @Proves("DAV-CP-18")
    void whatCannotGoKeepsItsTime() {
        makeTrees();
        faults.failOn(Point.COPY_FILE, path("/u/sub/a"), AccessDeniedException::new);
        faults.failOn(Point.DELETE, path("/u/old"), AccessDeniedException::new);
        storage.moveTree(path("/t"), path("/u"), NONE, new HeardMembers());
        assertThat(times.rows()).containsOnlyKeys(path("/t/sub/a"), path("/u/b"), path("/u/old"));
        assertThat(timeOf("/t/sub/a")).isEqualTo(TIME);
        assertThat(timeOf("/u/b")).isEqualTo(TIME);
        faults.heal();
        faults.failOn(Point.DELETE, path("/u/old"), AccessDeniedException::new);
        storage.deleteTree(path("/u"), new HeardMembers());
        assertThat(times.rows()).containsOnlyKeys(path("/t/sub/a"), path("/u/old"));
    }

    @Test
    void aFullDatabaseRefusesATimeThatIsSetAndNoFile() {
        times.full(true);
        assertThat(writeWithTime("/a").lastModified()).isEqualTo(NOW);
        assertThatThrownBy(() -> storage.setLastModified(path("/a"), TIME))
                .isInstanceOf(InsufficientStorageException.class);
        assertThat(timeOf("/a")).isEqualTo(NOW);
    }

    @Test
    void aListingIsOneQuestionAndNoTimesAreNone() {
        write(storage, "/a", Optional.empty());
        storage.find(path("/a"));
        storage.list(ResourcePath.ROOT).close();
        assertThat(times.questions()).isZero();
        for (int i = 0; i < 10; i++) {
            writeWithTime("/f" + i);
        }
        int before = times.questions();
        try (Stream<Resource> members = storage.list(ResourcePath.ROOT)) {
            assertThat(members).hasSize(11);
        }
        assertThat(times.questions()).isEqualTo(before + 1);
    }
}
