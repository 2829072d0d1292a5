package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Which quotas there are, changed inside one transaction. For one thread. */
record QuotaRows(SharedRows rows) {
    /** So long a removed quota's row stays, for nodes that were away. */
    private static final long REMEMBERED = Duration.ofDays(1).toMillis();

    /**
     * Other quotas of the settings; and what was set while one node served alone.
     *
     * @param configured in place of those before
     */
    void configure(Map<ResourcePath, Amount> configured) {
        lockAll();
        replace(configured);
        adopt(configured);
    }

    /** What was set while one node served alone, for somebody who does not know the settings. */
    void adopt() {
        lockAll();
        adopt(Map.of());
    }

    /** In the order of their paths, as everybody does; afterwards any order will do. */
    private void lockAll() {
        for (RootRow row : rows.roots(0)) {
            rows.lockRoot(row.root());
        }
    }

    private void replace(Map<ResourcePath, Amount> configured) {
        Map<ResourcePath, Amount> administered = rows.administered();
        for (RootRow row : rows.roots(0)) {
            if (row.configured() && !configured.containsKey(row.root())) {
                Amount before = administered.get(row.root());
                if (before == null) {
                    end(row.root());
                } else {
                    limit(row.root(), before, false);
                }
            }
        }
        configured.keySet().stream()
                .sorted()
                .forEach(root -> limit(root, configured.getOrDefault(root, Amount.NONE), true));
    }

    private void adopt(Map<ResourcePath, Amount> configured) {
        Map<ResourcePath, RootRow> known = rows.roots(0).stream().collect(Collectors.toMap(RootRow::root, row -> row));
        rows.administered().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    RootRow row = known.get(entry.getKey());
                    if (!configured.containsKey(entry.getKey()) && (row == null || row.removed())) {
                        limit(entry.getKey(), entry.getValue(), false);
                    }
                });
    }

    /** Drops the rows of quotas that were removed so long ago that every node has heard of it. */
    void forget() {
        rows.roots(0).stream()
                .filter(row -> row.removed() && row.touchedAt() < rows.now() - REMEMBERED)
                .forEach(row -> rows.forgetRoot(row.root()));
    }

    /** @param configured whether it comes from the settings */
    void limit(ResourcePath root, Amount limit, boolean configured) {
        RootRow row = rows.lockRoot(root).orElse(null);
        if (row == null || row.removed()) {
            RootRow fresh = RootRow.of(root, limit, configured);
            // Rounds and recalls go up only: a node may remember the old ones.
            rows.saveRoot(
                    row == null
                            ? fresh
                            : row.limited(limit, configured)
                                    .with(new RootRow.Count(
                                            true, "", row.count().round(), 0, Amount.NONE)));
        } else if (!row.limit().equals(limit) || row.configured() != configured) {
            rows.saveRoot(row.limited(limit, configured).recalled(rows.now()));
        }
    }

    /** @return whether there was one */
    boolean end(ResourcePath root) {
        RootRow row = rows.lockRoot(root).orElse(null);
        if (row == null || row.removed()) {
            return false;
        }
        rows.leases(root).forEach(each -> rows.removeLease(root, each.node()));
        rows.saveRoot(row.gone());
        return true;
    }
}
