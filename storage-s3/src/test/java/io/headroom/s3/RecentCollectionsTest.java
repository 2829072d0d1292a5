package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.s3.RecentCollections.Known;
import io.headroom.s3.RecentCollections.Recording;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentCollectionsTest {
    private static final ResourcePath FOLDER = ResourcePath.parse("/d");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-01T10:00:00Z"));
    private final RecentCollections recent = new RecentCollections(clock, Duration.ofSeconds(5));

    private static FileResource file(String path, String etag) {
        return Members.resource(ResourcePath.parse(path), new StoredObject(path.substring(1), 3, etag, Instant.EPOCH));
    }

    private Optional<Known> find(String path) {
        return recent.find(ResourcePath.parse(path));
    }

    private void keep(Resource... members) {
        Recording recording = recent.record(FOLDER);
        for (Resource member : members) {
            recording.member(member);
        }
        recording.complete();
        recording.end();
    }

    @Test
    void whatWasReadIsKnownForAWhile() {
        FileResource file = file("/d/a", "1");
        keep(file);
        assertThat(find("/d/a")).contains(new Known(Optional.of(file), true));
        assertThat(find("/d/b")).contains(new Known(Optional.empty(), true));
        assertThat(find("/d")).contains(new Known(Optional.of(Members.collection(FOLDER)), true));
        assertThat(find("/e/a")).isEmpty();
        assertThat(recent.members(FOLDER)).contains(List.of(file));
        clock.advance(Duration.ofSeconds(5));
        assertThat(find("/d/a")).isEmpty();
        assertThat(find("/d")).isEmpty();
        assertThat(recent.members(FOLDER)).isEmpty();
    }

    @Test
    void aListingThatDidNotComeToItsEndIsNotKept() {
        Recording recording = recent.record(FOLDER);
        recording.member(file("/d/a", "1"));
        recording.end();
        recording.complete();
        assertThat(find("/d/a")).isEmpty();
    }

    @Test
    void ownChangesAreKnownAtOnce() {
        keep(file("/d/a", "1"), file("/d/b", "1"), file("/d/c", "1"));
        FileResource written = file("/d/new", "2");
        recent.written(written, false);
        recent.removed(ResourcePath.parse("/d/a"));
        recent.unknown(ResourcePath.parse("/d/b"));
        assertThat(find("/d/new")).contains(new Known(Optional.of(written), false));
        assertThat(find("/d/a")).contains(new Known(Optional.empty(), true));
        assertThat(find("/d/b")).isEmpty();
        assertThat(find("/d/c")).isPresent();
        assertThat(recent.members(FOLDER))
                .as("not as the store would list them")
                .isEmpty();
    }

    @Test
    void whatChangesWhileItIsReadCounts() {
        Recording recording = recent.record(FOLDER);
        recording.member(file("/d/a", "1"));
        FileResource written = file("/d/a", "2");
        recent.written(written, true);
        recording.complete();
        assertThat(find("/d/a")).contains(new Known(Optional.of(written), true));
        assertThat(recent.members(FOLDER)).isEmpty();
    }

    @Test
    void aCollectionThatWentWhileItWasReadIsNotKept() {
        Recording recording = recent.record(FOLDER);
        recording.member(file("/d/a", "1"));
        recent.removed(FOLDER);
        recording.complete();
        assertThat(find("/d/a")).isEmpty();
        Recording other = recent.record(FOLDER);
        recent.forgetAll();
        other.complete();
        assertThat(find("/d")).isEmpty();
    }

    @Test
    void whenTreesComeOrGoNothingIsKnown() {
        keep(file("/d/a", "1"));
        recent.forgetAll();
        assertThat(find("/d/a")).isEmpty();
    }

    @Test
    void aCollectionIsReadWhenManyLooksCome() {
        assertThat(recent.worthReading(FOLDER)).isZero();
        assertThat(recent.worthReading(FOLDER)).isZero();
        assertThat(recent.worthReading(ResourcePath.ROOT)).isZero();
        assertThat(recent.worthReading(FOLDER)).isEqualTo(1000);
        assertThat(recent.worthReading(FOLDER)).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(recent.worthReading(FOLDER)).as("they are counted anew").isZero();
    }

    @Test
    void hugeListingsAreNotKept() {
        Recording recording = recent.record(FOLDER);
        for (int i = 0; i <= 10_000; i++) {
            recording.member(file("/d/" + i, "1"));
        }
        recording.complete();
        assertThat(find("/d/1")).isEmpty();
    }

    @Test
    void theOldestGiveWayToNewOnes() {
        for (String folder : List.of("/a", "/b", "/c", "/d", "/e")) {
            Recording recording = recent.record(ResourcePath.parse(folder));
            for (int i = 0; i < 9_000; i++) {
                recording.member(file(folder + "/" + i, "1"));
            }
            recording.complete();
        }
        assertThat(find("/a/1")).isEmpty();
        assertThat(find("/b/1")).isPresent();
        assertThat(find("/e/1")).isPresent();
    }

    @Test
    void itCanBeSwitchedOff() {
        RecentCollections off = new RecentCollections(clock, Duration.ZERO);
        Recording recording = off.record(FOLDER);
        recording.complete();
        assertThat(off.find(FOLDER)).isEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(off.worthReading(FOLDER)).isZero();
        }
    }
}
