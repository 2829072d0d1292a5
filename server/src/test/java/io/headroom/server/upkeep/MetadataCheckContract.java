package io.headroom.server.upkeep;

import static io.headroom.server.upkeep.Copies.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.lock.Lock;
import io.headroom.server.metadata.JdbcMoveJournal;
import io.headroom.server.metadata.JdbcPropertyStore;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.mount.AttachedStorage;
import io.headroom.server.mount.Attachment;
import io.headroom.server.mount.MountedStorage;
import io.headroom.server.upkeep.Finding.Kind;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Resource;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check finds and mends, whatever the database is. */
abstract class MetadataCheckContract {
    @TempDir
    Path state;

    final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    final MemoryStorage storage = new MemoryStorage(1_000_000, clock);
    MetadataDatabase database;

    abstract MetadataSettings settings();

    @BeforeEach
    void open() {
        database = MetadataDatabase.open(settings());
        storage.createCollection(path("/a"));
        file("/a/there.txt", "12345");
        Copies.property(database, "/");
        Copies.property(database, "/a");
        Copies.property(database, "/a/there.txt");
        Copies.time(database, "/a/there.txt");
    }

    @AfterEach
    void close() {
        database.close();
    }

    final void file(String path, String content) {
        try (PendingWrite write = storage.beginWrite(path(path), WriteRequest.ofLength(content.length()))) {
            write.append(StandardCharsets.UTF_8.encode(content));
            write.commit();
        }
    }

    final CheckReport look() throws IOException {
        CheckReport report = new CheckReport();
        new MetadataCheck(database, storage, report, clock).look();
        return report;
    }

    final CheckReport mend() throws IOException {
        CheckReport report = new CheckReport();
        new MetadataCheck(database, storage, report, clock).mend(new RemovedRows(state, "1.2.3", clock));
        return report;
    }

    private static List<String> subjects(CheckReport report, Kind kind) {
        return report.examples(kind).stream().map(Finding::subject).toList();
    }

    @Test
    void whatFitsIsLeftAlone() throws Exception {
        Lock unused = Copies.lock(database, clock, "/a/there.txt", Duration.ofMinutes(10));
        String before = Copies.export(database, clock);
        assertThat(look().count()).isZero();
        CheckReport report = mend();
        assertThat(report.count()).isZero();
        assertThat(report.kept()).isEmpty();
        assertThat(state).isEmptyDirectory();
        assertThat(Copies.export(database, clock)).isEqualTo(before);
    }

    @Test
    void whatIsAboutNothingGoesAndIsKept() throws Exception {
        Copies.property(database, "/a/gone.txt");
        Copies.property(database, "/gone");
        Copies.property(database, "/gone/x/y");
        Copies.property(database, "/gone/x0");
        // A file stands where the folder was.
        Copies.property(database, "/a/there.txt/inner");
        Copies.property(database, "/.headroom-copies/alone/1/x");
        Copies.time(database, "/a/gone.txt");
        Lock over = Copies.lock(database, clock, "/a/there.txt", Duration.ofMinutes(1));
        Lock dead = Copies.lock(database, clock, "/gone/x", Duration.ofMinutes(10));
        clock.advance(Duration.ofMinutes(1));
        String before = Copies.export(database, clock);

        CheckReport found = look();
        assertThat(subjects(found, Kind.ORPHANED_PROPERTY))
                .containsExactly(
                        "/gone",
                        "/.headroom-copies/alone/1/x",
                        "/a/gone.txt",
                        "/a/there.txt/inner",
                        "/gone/x0",
                        "/gone/x/y");
        assertThat(subjects(found, Kind.ORPHANED_TIME)).containsExactly("/a/gone.txt");
        assertThat(subjects(found, Kind.EXPIRED_LOCK))
                .containsExactly(over.root().toString());
        assertThat(subjects(found, Kind.DEAD_LOCK)).containsExactly(dead.root().toString());
        assertThat(found.open()).isEqualTo(9);
        assertThat(Copies.rows(Copies.export(database, clock))).isEqualTo(Copies.rows(before));

        CheckReport mended = mend();
        assertThat(mended.count()).isEqualTo(9);
        assertThat(mended.open()).isZero();
        assertThat(look().count()).isZero();
        assertThat(new JdbcPropertyStore(database).find(path("/a/there.txt"))).hasSize(1);
        assertThat(new JdbcPropertyStore(database).find(path("/a/gone.txt"))).isEmpty();

        Path kept = mended.kept().orElseThrow();
        assertThat(kept).hasParent(state).hasFileName("headroom-check-20261122T100100Z.json");
        Copies.add(database, Files.readString(kept), false);
        assertThat(Copies.rows(Copies.export(database, clock))).isEqualTo(Copies.rows(before));
    }

    @Test
    void aFolderWithManyIsListedAndNotAskedForEach() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            Copies.property(database, "/a/" + i);
            if (i % 3 == 0) {
                file("/a/" + i, "");
            }
        }
        for (int i = 0; i < 100; i++) {
            Copies.property(database, "/gone/" + i + "/x");
        }
        CheckReport report = new CheckReport();
        new MetadataCheck(
                        database,
                        new ForwardingStorage(storage) {
                            @Override
                            public Optional<Resource> find(ResourcePath path) {
                                questions.incrementAndGet();
                                return super.find(path);
                            }
                        },
                        report,
                        clock)
                .look();
        assertThat(report.count(Kind.ORPHANED_PROPERTY)).isEqualTo(300);
        assertThat(report.examples(Kind.ORPHANED_PROPERTY)).hasSize(20);
        // Of what is gone each folder once; nothing for each member.
        assertThat(questions).hasValueLessThan(120);
    }

    @Test
    void whatCannotBeReadNowIsNotTakenForGone() {
        Copies.property(database, "/a/gone.txt");
        ForwardingStorage away = new ForwardingStorage(storage) {
            @Override
            public Optional<Resource> find(ResourcePath path) {
                throw new UnavailableException(path, Duration.ofSeconds(1), null);
            }

            @Override
            public Stream<Resource> list(ResourcePath path) {
                throw new UnavailableException(path, Duration.ofSeconds(1), null);
            }
        };
        MetadataCheck check = new MetadataCheck(database, away, new CheckReport(), clock);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> check.mend(new RemovedRows(state, "1.2.3", clock)));
        assertThat(new JdbcPropertyStore(database).find(path("/a/gone.txt"))).hasSize(1);
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void anEmptyStorageIsTakenForTheWrongOne() throws Exception {
        long unused = new JdbcMoveJournal(database).begin(path("/x"), path("/y"));
        MemoryStorage other = new MemoryStorage(1_000_000, clock);
        MetadataCheck check = new MetadataCheck(database, other, new CheckReport(), clock);
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> check.mend(new RemovedRows(state, "1.2.3", clock)))
                .withMessageContaining("Nothing is stored here, but the metadata have 4 entries");
        assertThat(Copies.export(database, clock)).contains("{\"table\":\"property_move\"");
        assertThat(new JdbcPropertyStore(database).find(path("/a/there.txt"))).hasSize(1);
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void anEmptyVolumeIsTakenForTheWrongOneThoughOthersAreThere() throws Exception {
        Copies.property(database, "/mount/inner/was.txt");
        Lock unused = Copies.lock(database, clock, "/mount/was.txt", Duration.ofMinutes(10));
        Copies.property(database, "/a/gone.txt");
        MemoryStorage around = new MemoryStorage(1_000_000, clock);
        try (Storage mounted = mounted(storage, new MemoryStorage(1_000_000, clock))) {
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> new MetadataCheck(database, mounted, new CheckReport(), clock)
                            .mend(new RemovedRows(state, "1.2.3", clock)))
                    .withMessageContaining("Nothing is stored in /mount, but the metadata have 2 entries");
        }
        // The main one is no better off for the mount in it.
        MemoryStorage full = new MemoryStorage(1_000_000, clock);
        full.createCollection(path("/inner"));
        try (Storage mounted = mounted(around, full)) {
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> new MetadataCheck(database, mounted, new CheckReport(), clock)
                            .mend(new RemovedRows(state, "1.2.3", clock)))
                    .withMessageContaining("Nothing is stored here, but the metadata have 4 entries");
        }
        assertThat(new JdbcPropertyStore(database).find(path("/a/gone.txt"))).hasSize(1);
        assertThat(state).isEmptyDirectory();
    }

    private Storage mounted(Storage around, Storage inside) {
        Attachment attachment = new Attachment(path("/mount"), () -> inside);
        attachment.start();
        attachment.await(Duration.ofSeconds(30));
        return new MountedStorage(
                around,
                Map.of(path("/mount"), new AttachedStorage(attachment, inside.capabilities())),
                Map.of(),
                clock);
    }

    @Test
    void propertiesFollowAMoveThatWasCutShort() throws Exception {
        Copies.property(database, "/old");
        Copies.property(database, "/old/x");
        long unused = new JdbcMoveJournal(database).begin(path("/old"), path("/new"));
        storage.createCollection(path("/new"));
        file("/new/x", "");

        CheckReport found = look();
        assertThat(subjects(found, Kind.UNFINISHED_MOVE)).containsExactly("/old");
        assertThat(found.count()).as("they are no orphans").isEqualTo(1);

        CheckReport mended = mend();
        assertThat(mended.open()).isZero();
        assertThat(mended.kept()).isEmpty();
        assertThat(new JdbcPropertyStore(database).find(path("/new/x"))).hasSize(1);
        assertThat(look().count()).isZero();
    }

    @Test
    void aQuotaOnNothingIsToldAndStays() throws Exception {
        new JdbcQuotaStore(database).set(path("/to come"), QuotaLimit.parse("1GiB"));
        CheckReport report = mend();
        assertThat(report.count()).isZero();
        assertThat(report.notes()).singleElement().asString().contains("The quota on /to come is kept");
        assertThat(new JdbcQuotaStore(database).limits()).containsOnlyKeys(path("/to come"));
    }
}
