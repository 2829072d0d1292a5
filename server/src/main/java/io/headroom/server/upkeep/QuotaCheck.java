package io.headroom.server.upkeep;

import io.headroom.server.capacity.QuotaStore;
import io.headroom.server.capacity.Sharing;
import io.headroom.server.escrow.NodeLedger;
import io.headroom.server.escrow.NodeRow;
import io.headroom.server.escrow.RootRow;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.JdbcSharedLedger;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.upkeep.Finding.Kind;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what the books say that quotas hold with what is there. For one thread. */
final class QuotaCheck {
    private final MetadataDatabase database;
    private final Storage storage;
    private final CheckReport report;
    private final Clock clock;

    QuotaCheck(MetadataDatabase database, Storage storage, CheckReport report, Clock clock) {
        this.database = database;
        this.storage = storage;
        this.report = report;
        this.clock = clock;
    }

    void look() {
        if (database.isShared()) {
            try (JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
                lookForDead(ledger);
                wrongShared(ledger);
            }
        } else {
            wrongOwn();
        }
    }

    void mend() {
        if (!database.isShared()) {
            List<QuotaStore.Usage> counted = wrongOwn();
            if (!counted.isEmpty()) {
                new JdbcQuotaStore(database).save(counted, true);
            }
            return;
        }
        try (JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
            NodeLedger own = new NodeLedger(ledger, "check", Sharing.LEASE);
            if (lookForDead(ledger)) {
                own.collect();
            }
            // Whoever serves next counts, as after any doubt: the leases begin then, too.
            wrongShared(ledger).forEach(own.counts()::want);
        }
    }

    private boolean lookForDead(JdbcSharedLedger ledger) {
        List<NodeRow> dead = ledger.look(rows ->
                rows.nodes().stream().filter(node -> node.until() < rows.now()).toList());
        dead.forEach(node -> report.add(new Finding(
                Kind.DEAD_RESERVATION, node.node(), "is a server that is gone, and still has room in quotas")));
        return !dead.isEmpty();
    }

    /** @return the roots whose figures are wrong */
    private List<ResourcePath> wrongShared(JdbcSharedLedger ledger) {
        // What waits for a count is counted anyway.
        List<RootRow> known = ledger.look(rows -> rows.roots(0)).stream()
                .filter(row -> !row.removed() && !row.count().wanted())
                .toList();
        Map<ResourcePath, TreeSize> real =
                new TreeSizes(storage).of(known.stream().map(RootRow::root).toList());
        List<ResourcePath> wrong = new ArrayList<>();
        for (RootRow row : known) {
            TreeSize size = real.getOrDefault(row.root(), new TreeSize(0, 0));
            if (isWrong(row.root(), row.used().bytes(), row.used().entries(), size)) {
                wrong.add(row.root());
            }
        }
        return wrong;
    }

    /** @return the right figures of those that are wrong */
    private List<QuotaStore.Usage> wrongOwn() {
        JdbcQuotaStore store = new JdbcQuotaStore(database);
        if (!store.isComplete()) {
            if (!store.usages().isEmpty()) {
                report.note("What the quotas hold is counted at the next start: the last server did not stop in good"
                        + " order.");
            }
            return List.of();
        }
        List<QuotaStore.Usage> known = store.usages();
        Map<ResourcePath, TreeSize> real = new TreeSizes(storage)
                .of(known.stream().map(QuotaStore.Usage::root).toList());
        List<QuotaStore.Usage> counted = new ArrayList<>();
        for (QuotaStore.Usage usage : known) {
            TreeSize size = real.getOrDefault(usage.root(), new TreeSize(0, 0));
            if (isWrong(usage.root(), usage.bytes(), usage.entries(), size)) {
                counted.add(new QuotaStore.Usage(
                        usage.root(),
                        size.bytes(),
                        size.entries(),
                        Optional.of(clock.instant()),
                        size.bytes() - usage.bytes(),
                        size.entries() - usage.entries()));
            }
        }
        return counted;
    }

    private boolean isWrong(ResourcePath root, long bytes, long entries, TreeSize real) {
        if (bytes == real.bytes() && entries == real.entries()) {
            return false;
        }
        report.add(new Finding(
                Kind.WRONG_COUNT,
                root.toString(),
                "holds " + real.bytes() + " bytes in " + real.entries() + " entries; the books say " + bytes + " in "
                        + entries));
        return true;
    }
}
