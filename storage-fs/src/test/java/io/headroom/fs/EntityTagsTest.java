package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.EntityTag;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What makes two versions differ. */
class EntityTagsTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private record Attributes(Object fileKey, long size, Instant modified, Instant created)
            implements BasicFileAttributes {
        @Override
        public FileTime lastModifiedTime() {
            return FileTime.from(modified);
        }

        @Override
        public FileTime lastAccessTime() {
            return FileTime.from(modified);
        }

        @Override
        public FileTime creationTime() {
            return FileTime.from(created);
        }

        @Override
        public boolean isRegularFile() {
            return true;
        }

        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        EntityTag tag() {
            return EntityTags.of(this, modified);
        }
    }

    @Test
    @Proves({"HTTP-VAL-01", "DAV-CP-24"})
    void eachTraitCounts() {
        List<Attributes> versions = List.of(
                new Attributes(1, 5, TIME, TIME),
                new Attributes(2, 5, TIME, TIME),
                new Attributes(1, 6, TIME, TIME),
                new Attributes(1, 5, TIME.plusNanos(1), TIME),
                new Attributes(1, 5, TIME, TIME.plusNanos(1)),
                new Attributes(1, 5, Instant.EPOCH.minusSeconds(1), TIME),
                new Attributes(1, 5, Instant.parse("9999-12-31T23:59:59Z"), TIME),
                new Attributes(1, Long.MAX_VALUE, TIME, TIME));
        assertThat(versions.stream().map(Attributes::tag)).doesNotHaveDuplicates();
        assertThat(new Attributes(1, 5, TIME, TIME).tag())
                .isEqualTo(versions.get(0).tag());
    }

    @Test
    void aTagIsStrongAndFitsAHeader() {
        EntityTag tag = new Attributes(-1, Long.MAX_VALUE, Instant.EPOCH.minusNanos(1), Instant.EPOCH).tag();
        assertThat(tag.weak()).isFalse();
        assertThat(tag.opaque()).matches("[0-9a-v]+-[0-9a-v]+-[0-9a-v]+");
    }

    @Test
    void systemsWithoutFileKeysHaveTagsToo() {
        assertThat(new Attributes(null, 5, TIME, TIME).tag())
                .isNotEqualTo(new Attributes(null, 5, TIME.plusNanos(100), TIME).tag());
    }

    @Test
    @Proves("HTTP-VAL-01")
    void stampsDifferThoughTheClockStandsStillOrGoesBack() {
        MutableClock clock = new MutableClock(TIME);
        VersionStamps stamps = new VersionStamps(clock);
        Set<Instant> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Instant stamp = stamps.now();
            assertThat(stamp)
                    .isBeforeOrEqualTo(clock.instant())
                    .isAfter(clock.instant().minusMillis(3));
            assertThat(seen.add(stamp)).isTrue();
            if (i == 500) {
                clock.advance(Duration.ofSeconds(-2));
            }
        }
    }

    @Test
    void aGivenTimeKeepsItsMillisecond() {
        VersionStamps stamps = new VersionStamps(new MutableClock(TIME));
        Instant given = Instant.parse("2001-02-03T04:05:06.789Z");
        assertThat(IntStream.range(0, 20_000).mapToObj(i -> stamps.of(given)))
                .doesNotHaveDuplicates()
                .allMatch(stamp -> stamp.toEpochMilli() == given.toEpochMilli());
    }
}
