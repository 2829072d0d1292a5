package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one node does with the shared ledger, each in one transaction. Thread-safe. Every method may fail because the ledger can't
 * be reached; it may then have been done or not, and doing it again does no harm.
 */
public final class NodeLedger {
    /** So long after a recall nobody gets more room than needed. */
    private static final long SCARCE = 2_000;

    private final SharedLedger ledger;
    private final String node;
    private final long lease;
    private final NodeCounts counts;

    /**
     * @param node differs from every other node's
     * @param lease so long after its last word a node is taken for dead
     */
    public NodeLedger(SharedLedger ledger, String node, Duration lease) {
        this.ledger = ledger;
        this.node = node;
        this.lease = lease.toMillis();
        this.counts = new NodeCounts(ledger, node);
    }

    /** What this node does for the counts. */
    public NodeCounts counts() {
        return counts;
    }

    /**
     * What changed of late.
     *
     * @param now of the ledger's clock, in milliseconds
     * @param roots that changed, the removed ones too
     * @param nodes how many take part
     * @param expired whether a node did not renew its leases
     */
    public record News(long now, List<RootRow> roots, int nodes, boolean expired) {}

    /**
     * Takes part from here on; what a node of the same name left behind is treated as a dead node's.
     *
     * @param configured the quotas of this node's settings
     */
    public News join(Map<ResourcePath, Amount> configured) {
        return ledger.change(rows -> {
            enter(rows);
            QuotaRows quotas = new QuotaRows(rows);
            quotas.configure(configured);
            quotas.forget();
            return news(rows, 0);
        });
    }

    /**
     * Other quotas of the settings, for all nodes: each hears of them.
     *
     * @param configured in place of those before
     */
    public void configure(Map<ResourcePath, Amount> configured) {
        ledger.change(rows -> {
            new QuotaRows(rows).configure(configured);
            return true;
        });
    }

    /** As {@link #join}, for somebody who does not know the settings and leaves their quotas as they are. */
    public News visit() {
        return ledger.change(rows -> {
            enter(rows);
            new QuotaRows(rows).adopt();
            return news(rows, 0);
        });
    }

    private void enter(SharedRows rows) {
        rows.lockNode(node).ifPresent(before -> new Departure(rows, node).died());
        rows.saveNode(new NodeRow(node, rows.now() + lease));
        // Its growth starts at nothing again.
        rows.rootsOf(node).forEach(root -> {
            Optional<RootRow> locked = rows.lockRoot(root);
            rows.removeLease(root, node);
            locked.filter(row -> !row.removed())
                    .ifPresent(row -> rows.saveRoot(row.with(row.count().want())));
        });
    }

    /** Sets or changes a quota; every node hears of it, and gives back what it does not use. */
    public void limit(ResourcePath root, Amount limit) {
        ledger.change(rows -> {
            rows.saveAdministered(root, limit);
            new QuotaRows(rows).limit(root, limit, false);
            return true;
        });
    }

    /** @return whether there was one */
    public boolean remove(ResourcePath root) {
        return ledger.change(rows -> {
            rows.removeAdministered(root);
            return new QuotaRows(rows).end(root);
        });
    }

    /** @param touchedSince of the ledger's clock; changes of transactions that took long may be older than others seen before */
    public News look(long touchedSince) {
        return ledger.look(rows -> news(rows, touchedSince));
    }

    private static News news(SharedRows rows, long touchedSince) {
        long now = rows.now();
        List<NodeRow> nodes = rows.nodes();
        int live = (int) nodes.stream().filter(each -> each.until() >= now).count();
        return new News(now, rows.roots(touchedSince), Math.max(1, live), live < nodes.size());
    }

    /**
     * What became of claims.
     *
     * @param grants by root, without those that are no more
     * @param inTime whether no other node has taken this one for dead meanwhile
     */
    public record Report(Map<ResourcePath, Grant> grants, boolean inTime) {}

    /**
     * Tells how things stand here, renews the leases, and takes room.
     *
     * @param nodes how many take part, as far as is known
     */
    public Report report(Collection<Claim> claims, int nodes) {
        return ledger.change(rows -> {
            // Whoever comes back too late finds its leases lapsed, each by its own row; if nobody noticed, all is well.
            boolean inTime = rows.lockNode(node).isPresent();
            rows.saveNode(new NodeRow(node, rows.now() + lease));
            Map<ResourcePath, Grant> grants = new HashMap<>();
            claims.stream()
                    .sorted(Comparator.comparing(Claim::root))
                    .forEach(claim -> settle(rows, claim, nodes).ifPresent(grant -> grants.put(claim.root(), grant)));
            return new Report(grants, inTime);
        });
    }

    private Optional<Grant> settle(SharedRows rows, Claim claim, int nodes) {
        RootRow root = rows.lockRoot(claim.root()).orElse(null);
        if (root == null || root.removed()) {
            return Optional.empty();
        }
        Optional<LeaseRow> known = rows.lease(claim.root(), node);
        LeaseRow row = known.orElseGet(() -> LeaseRow.none(claim.root(), node, claim.known()));
        boolean unknown = known.isEmpty() && claim.met();
        Settlement settlement = new Settlement(root, row, claim, unknown);
        boolean refused = settlement.isRefused();
        Amount held = settlement.lease(nodes, root.isRecalled(rows.now(), SCARCE));
        RootRow next = settlement.nextRoot(held);
        if (refused && claim.recalls()) {
            next = next.recalled(rows.now());
        }
        if (!next.equals(root)) {
            rows.saveRoot(next);
        }
        rows.saveLease(settlement.nextRow(held));
        return Optional.of(new Grant(next, held, refused, refused ? answeredByAll(rows, claim.root()) : 0));
    }

    private long answeredByAll(SharedRows rows, ResourcePath root) {
        return new OtherNodes(rows, node)
                .leases(root).stream().mapToLong(LeaseRow::answered).min().orElse(Long.MAX_VALUE);
    }

    /**
     * Ends the leases of nodes that did not renew them. What they held counts as used, because they may have used it, and is to
     * be counted.
     */
    public void collect() {
        List<String> expired = ledger.look(rows -> expired(rows));
        for (String each : expired) {
            boolean done = ledger.change(rows -> {
                boolean dead = rows.lockNode(each)
                        .filter(row -> row.until() < rows.now())
                        .isPresent();
                if (dead) {
                    new Departure(rows, each).died();
                }
                return dead;
            });
            if (!done) {
                return;
            }
        }
    }

    private static List<String> expired(SharedRows rows) {
        long now = rows.now();
        return rows.nodes().stream()
                .filter(each -> each.until() < now)
                .map(NodeRow::node)
                .toList();
    }

    /** The last word of a node that stops in good order: everything it holds goes back. */
    public void leave(Collection<Claim> claims) {
        ledger.change(rows -> {
            rows.lockNode(node);
            claims.stream().sorted(Comparator.comparing(Claim::root)).forEach(claim -> settle(rows, claim, 1));
            new Departure(rows, node).left();
            return true;
        });
    }
}
