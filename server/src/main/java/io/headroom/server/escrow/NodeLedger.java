package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one node does with the shared ledger, each in one transaction. Thread-safe. Every method may fail because the ledger can't
 * be reached; it may then have been done or not, and doing it again does no harm.
 */
public final class NodeLedger {
    /** So long after a recall nobody gets more room than needed. */
    private static final long SCARCE = 2_000;
    /** So long a removed quota's row stays, for nodes that were away. */
    private static final long REMEMBERED = Duration.ofDays(1).toMillis();

    private final SharedLedger ledger;
    private final String node;
    private final long lease;

    /**
     * @param node differs from every other node's
     * @param lease so long after its last word a node is taken for dead
     */
    public NodeLedger(SharedLedger ledger, String node, Duration lease) {
        this.ledger = ledger;
        this.node = node;
        this.lease = lease.toMillis();
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
            lockAll(rows);
            configure(rows, configured);
            adopt(rows, configured);
            forget(rows);
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
            lockAll(rows);
            configure(rows, configured);
            adopt(rows, configured);
            return true;
        });
    }

    /** As {@link #join}, for somebody who does not know the settings and leaves their quotas as they are. */
    public News visit() {
        return ledger.change(rows -> {
            enter(rows);
            lockAll(rows);
            adopt(rows, Map.of());
            return news(rows, 0);
        });
    }

    private void enter(SharedRows rows) {
        rows.lockNode(node).ifPresent(before -> lapse(rows, node));
        rows.saveNode(new NodeRow(node, rows.now() + lease));
        // Its growth starts at nothing again.
        rows.rootsOf(node).forEach(root -> {
            Optional<RootRow> locked = rows.lockRoot(root);
            rows.removeLease(root, node);
            locked.filter(row -> !row.removed())
                    .ifPresent(row -> rows.saveRoot(row.with(row.count().want())));
        });
    }

    /** In the order of their paths, as everybody does; afterwards any order will do. */
    private static void lockAll(SharedRows rows) {
        for (RootRow row : rows.roots(0)) {
            rows.lockRoot(row.root());
        }
    }

    private static void configure(SharedRows rows, Map<ResourcePath, Amount> configured) {
        Map<ResourcePath, Amount> administered = rows.administered();
        for (RootRow row : rows.roots(0)) {
            if (row.configured() && !configured.containsKey(row.root())) {
                Amount before = administered.get(row.root());
                if (before == null) {
                    end(rows, row.root());
                } else {
                    limit(rows, row.root(), before, false);
                }
            }
        }
        configured.keySet().stream()
                .sorted()
                .forEach(root -> limit(rows, root, configured.getOrDefault(root, Amount.NONE), true));
    }

    /** What was set while one node served alone. */
    private static void adopt(SharedRows rows, Map<ResourcePath, Amount> configured) {
        Map<ResourcePath, RootRow> known = rows.roots(0).stream().collect(Collectors.toMap(RootRow::root, row -> row));
        rows.administered().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    RootRow row = known.get(entry.getKey());
                    if (!configured.containsKey(entry.getKey()) && (row == null || row.removed())) {
                        limit(rows, entry.getKey(), entry.getValue(), false);
                    }
                });
    }

    private static void forget(SharedRows rows) {
        rows.roots(0).stream()
                .filter(row -> row.removed() && row.touchedAt() < rows.now() - REMEMBERED)
                .forEach(row -> rows.forgetRoot(row.root()));
    }

    private static void limit(SharedRows rows, ResourcePath root, Amount limit, boolean configured) {
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

    private static boolean end(SharedRows rows, ResourcePath root) {
        RootRow row = rows.lockRoot(root).orElse(null);
        if (row == null || row.removed()) {
            return false;
        }
        rows.leases(root).forEach(each -> rows.removeLease(root, each.node()));
        rows.saveRoot(row.gone());
        return true;
    }

    /** Sets or changes a quota; every node hears of it, and gives back what it does not use. */
    public void limit(ResourcePath root, Amount limit) {
        ledger.change(rows -> {
            rows.saveAdministered(root, limit);
            limit(rows, root, limit, false);
            return true;
        });
    }

    /** @return whether there was one */
    public boolean remove(ResourcePath root) {
        return ledger.change(rows -> {
            rows.removeAdministered(root);
            return end(rows, root);
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
        RootRow next = root.with(
                settlement.used(),
                root.leased().minus(row.lease()).plus(held),
                root.reserved().minus(row.reserved()).plus(claim.reserved()));
        if (unknown || row.lapsed()) {
            next = next.with(next.count().want());
        }
        if (refused && claim.recalls()) {
            next = next.recalled(rows.now());
        }
        if (!next.equals(root)) {
            rows.saveRoot(next);
        }
        rows.saveLease(new LeaseRow(
                claim.root(),
                node,
                held,
                claim.reserved(),
                claim.total(),
                false,
                Amount.NONE,
                Math.max(row.answered(), claim.answered()),
                claim.round() > row.standing().round()
                        ? new LeaseRow.Standing(claim.round(), claim.changes(), claim.busy(), claim.total())
                        : row.standing()));
        return Optional.of(new Grant(next, held, refused, refused ? answeredByAll(rows, claim.root()) : 0));
    }

    private long answeredByAll(SharedRows rows, ResourcePath root) {
        Map<String, LeaseRow> rowsByNode = byNode(rows, root);
        return others(rows).stream()
                .mapToLong(other -> {
                    LeaseRow row = rowsByNode.get(other);
                    return row == null ? 0 : row.answered();
                })
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private List<String> others(SharedRows rows) {
        long now = rows.now();
        return rows.nodes().stream()
                .filter(each -> each.until() >= now && !each.node().equals(node))
                .map(NodeRow::node)
                .toList();
    }

    private static Map<String, LeaseRow> byNode(SharedRows rows, ResourcePath root) {
        return rows.leases(root).stream().collect(Collectors.toMap(LeaseRow::node, row -> row));
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
                    lapse(rows, each);
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

    private static void lapse(SharedRows rows, String dead) {
        for (ResourcePath path : concerned(rows, dead)) {
            RootRow root = dropped(rows, path, dead);
            LeaseRow row = rows.lease(path, dead).orElse(null);
            if (root != null && row != null && !row.lapsed()) {
                LeaseRow ended = row.ended(root.limit());
                rows.saveLease(ended);
                rows.saveRoot(root.with(
                                root.used().plus(ended.lost()),
                                root.leased().minus(row.lease()),
                                root.reserved().minus(row.reserved()))
                        .with(root.count().want()));
            }
        }
        rows.removeNode(dead);
    }

    /** Where a node has something, or counts. */
    private static SortedSet<ResourcePath> concerned(SharedRows rows, String node) {
        SortedSet<ResourcePath> concerned = new TreeSet<>(rows.rootsOf(node));
        rows.roots(0).stream()
                .filter(row -> row.count().counter().equals(node))
                .forEach(row -> concerned.add(row.root()));
        return concerned;
    }

    /** A root that the node does not count any more. */
    private static @Nullable RootRow dropped(SharedRows rows, ResourcePath path, String node) {
        RootRow root = rows.lockRoot(path).orElse(null);
        if (root == null || !root.count().counter().equals(node)) {
            return root;
        }
        RootRow dropped = root.with(root.count().by(""));
        rows.saveRoot(dropped);
        return dropped;
    }

    /** The last word of a node that stops in good order: everything it holds goes back. */
    public void leave(Collection<Claim> claims) {
        ledger.change(rows -> {
            rows.lockNode(node);
            claims.stream().sorted(Comparator.comparing(Claim::root)).forEach(claim -> settle(rows, claim, 1));
            for (ResourcePath path : concerned(rows, node)) {
                RootRow root = dropped(rows, path, node);
                LeaseRow row = rows.lease(path, node).orElse(null);
                if (root != null && row != null) {
                    rows.saveRoot(root.with(
                            root.used(),
                            root.leased().minus(row.lease()),
                            root.reserved().minus(row.reserved())));
                }
                rows.removeLease(path, node);
            }
            rows.removeNode(node);
            return true;
        });
    }

    /** Has a quota counted by whoever finds the time. */
    public void wantCount(ResourcePath root) {
        ledger.change(rows -> {
            rows.lockRoot(root)
                    .filter(row -> !row.removed() && !row.count().wanted())
                    .ifPresent(row -> rows.saveRoot(row.with(row.count().want())));
            return true;
        });
    }

    /**
     * Takes a count that is wanted on itself, unless another node has.
     *
     * @return whether this node counts now
     */
    public boolean beginCount(ResourcePath root) {
        return ledger.change(rows -> {
            RootRow row = rows.lockRoot(root).orElse(null);
            if (row == null || row.removed() || !row.count().wanted()) {
                return false;
            }
            String counter = row.count().counter();
            if (!counter.isEmpty() && !counter.equals(node) && others(rows).contains(counter)) {
                return false;
            }
            rows.saveRoot(row.with(row.count().by(node)));
            return true;
        });
    }

    /** A walk begins or ends: every other node is asked where it stands. Empty when this node does not count any more. */
    public OptionalLong nextRound(ResourcePath root) {
        return ledger.change(rows -> {
            RootRow row = rows.lockRoot(root).orElse(null);
            if (row == null || !isCounting(row)) {
                return OptionalLong.empty();
            }
            rows.saveRoot(row.with(row.count().nextRound()));
            return OptionalLong.of(row.count().round() + 1);
        });
    }

    private boolean isCounting(RootRow row) {
        return !row.removed() && row.count().counter().equals(node);
    }

    /** Where every other node stood, once all have answered a round. */
    public Optional<Map<String, LeaseRow.Standing>> standings(ResourcePath root, long round) {
        return ledger.look(rows -> standings(rows, root, round));
    }

    private Optional<Map<String, LeaseRow.Standing>> standings(SharedRows rows, ResourcePath root, long round) {
        Map<String, LeaseRow> rowsByNode = byNode(rows, root);
        Map<String, LeaseRow.Standing> standings = new HashMap<>();
        for (String other : others(rows)) {
            LeaseRow row = rowsByNode.get(other);
            if (row == null || row.standing().round() < round) {
                return Optional.empty();
            }
            standings.put(other, row.standing());
        }
        return Optional.of(standings);
    }

    /**
     * Books what a walk found, if no other node changed anything meanwhile.
     *
     * @param round of the walk's end, which all have answered
     * @param before where the others stood at its beginning
     * @param found what is there
     * @param total this node's own growth at the end of the walk
     * @return false when somebody changed something, so that nobody knows whether the walk saw it
     */
    public boolean endCount(
            ResourcePath root, long round, Map<String, LeaseRow.Standing> before, Amount found, Amount total) {
        return ledger.change(rows -> {
            RootRow row = rows.lockRoot(root).orElse(null);
            if (row == null || !isCounting(row) || row.count().round() != round) {
                return false;
            }
            Optional<Map<String, LeaseRow.Standing>> after = standings(rows, root, round);
            if (after.isEmpty() || !isQuiet(before, after.get())) {
                return false;
            }
            Amount used = found.minus(total);
            for (LeaseRow lease : rows.leases(root)) {
                LeaseRow.Standing standing = after.get().get(lease.node());
                if (lease.node().equals(node)) {
                    used = used.plus(lease.reported());
                } else if (standing != null) {
                    used = used.plus(lease.reported()).minus(standing.reported());
                } else {
                    // Of a dead node: the walk has seen what became of it.
                    rows.removeLease(root, lease.node());
                }
            }
            boolean first = row.count().finishedAt() == 0;
            Amount drift = first ? Amount.NONE : used.minus(row.used());
            rows.saveRoot(row.with(used, row.leased(), row.reserved())
                    .with(new RootRow.Count(false, "", round, Math.max(1, rows.now()), drift)));
            return true;
        });
    }

    private static boolean isQuiet(Map<String, LeaseRow.Standing> before, Map<String, LeaseRow.Standing> after) {
        return before.keySet().equals(after.keySet())
                && after.entrySet().stream().allMatch(entry -> {
                    LeaseRow.Standing then = before.get(entry.getKey());
                    return then != null
                            && !entry.getValue().busy()
                            && entry.getValue().changes() == then.changes();
                });
    }

    /** The count was given up; another node may try. */
    public void dropCount(ResourcePath root) {
        ledger.change(rows -> {
            rows.lockRoot(root)
                    .filter(this::isCounting)
                    .ifPresent(row -> rows.saveRoot(row.with(row.count().by(""))));
            return true;
        });
    }
}
