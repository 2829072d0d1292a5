package io.headroom.server.upkeep;

import io.headroom.server.account.Account;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockLimits;
import io.headroom.server.lock.LockRequest;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockService;
import io.headroom.server.metadata.JdbcAccounts;
import io.headroom.server.metadata.JdbcLockStore;
import io.headroom.server.metadata.JdbcModificationTimes;
import io.headroom.server.metadata.JdbcMoveJournal;
import io.headroom.server.metadata.JdbcPropertyStore;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.ModificationTimes;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fills databases through the stores that the server uses, and copies them. */
final class Copies {
    static final PropertyName COLOUR = new PropertyName("urn:x", "colour");

    private Copies() {}

    static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    static void property(MetadataDatabase database, String path) {
        new JdbcPropertyStore(database)
                .apply(
                        path(path),
                        List.of(new PropertyChange.Set(new DeadProperty(
                                COLOUR, "<c xmlns=\"urn:x\">\"rot\" &amp; ü \uD83D\uDE00\n" + path + "</c>"))));
    }

    static Lock lock(MetadataDatabase database, Clock clock, String path, Duration time) {
        return new LockService(new JdbcLockStore(database), clock, new LockLimits(10_000, 10_000))
                .grant(new LockRequest(path(path), true, LockScope.EXCLUSIVE, "anna", "<owner>ü</owner>", time));
    }

    static void time(MetadataDatabase database, String path) {
        new JdbcModificationTimes(database)
                .put(
                        path(path),
                        new ModificationTimes.Kept(EntityTag.strong("v1"), Instant.parse("2001-02-03T04:05:06.789Z")));
    }

    /** Something of everything. */
    static void fill(MetadataDatabase database, Clock clock) {
        List.of("/", "/a", "/a/ü b.txt", "/a.b", "/a/" + "x".repeat(240)).forEach(path -> property(database, path));
        time(database, "/a/ü b.txt");
        Lock unused = lock(database, clock, "/a", Duration.ofMinutes(10));
        new JdbcQuotaStore(database).set(path("/a"), QuotaLimit.parse("5GiB"));
        new JdbcQuotaStore(database).set(path("/b"), QuotaLimit.parse("entries=7"));
        JdbcAccounts accounts = new JdbcAccounts(database, clock);
        accounts.add(new Account("anna", "$argon2id$hash", Set.of("staff", "guests"), true));
        accounts.addAppPassword("anna", "phone", "0123456789abcdef");
        long unusedMove = new JdbcMoveJournal(database).begin(path("/from"), path("/to"));
    }

    static String export(MetadataDatabase database, Clock clock) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MetadataDump(new MetadataRows(database), "1.2.3", clock).write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static Map<MetadataTable, MetadataRows.Added> add(MetadataDatabase database, String text, boolean needsEmpty) {
        return new MetadataRows(database).add(reader(text), needsEmpty);
    }

    static DumpReader reader(String text) {
        return new DumpReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All lines but the header, which tells the time. */
    static List<String> rows(String export) {
        return export.lines().skip(1).toList();
    }
}
