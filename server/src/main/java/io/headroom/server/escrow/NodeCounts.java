package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one node does for the counts of the shared quotas: one node counts a quota, and the others say where they stood at the
 * beginning and at the end of its walk. Each method is one transaction, and may fail as those of {@link NodeLedger}. Thread-safe.
 */
public final class NodeCounts {
    private final SharedLedger ledger;
    private final String node;

    NodeCounts(SharedLedger ledger, String node) {
        this.ledger = ledger;
        this.node = node;
    }

    /** Has a quota counted by whoever finds the time. */
    public void want(ResourcePath root) {
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
    public boolean begin(ResourcePath root) {
        return ledger.change(rows -> {
            RootRow row = rows.lockRoot(root).orElse(null);
            if (row == null || row.removed() || !row.count().wanted()) {
                return false;
            }
            String counter = row.count().counter();
            if (!counter.isEmpty() && new OtherNodes(rows, node).live().contains(counter)) {
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

    /**
     * Where every other node stood, once all have answered a round.
     *
     * @param round as {@link #nextRound} gave it
     */
    public Optional<Map<String, LeaseRow.Standing>> standings(ResourcePath root, long round) {
        return ledger.look(rows -> standings(rows, root, round));
    }

    private Optional<Map<String, LeaseRow.Standing>> standings(SharedRows rows, ResourcePath root, long round) {
        Map<String, LeaseRow.Standing> standings = new HashMap<>();
        for (LeaseRow other : new OtherNodes(rows, node).leases(root)) {
            if (other.standing().round() < round) {
                return Optional.empty();
            }
            standings.put(other.node(), other.standing());
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
    public boolean end(
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
            Amount used = used(rows, root, after.get(), found.minus(total));
            boolean first = row.count().finishedAt() == 0;
            Amount drift = first ? Amount.NONE : used.minus(row.used());
            rows.saveRoot(row.with(used).with(new RootRow.Count(false, "", round, Math.max(1, rows.now()), drift)));
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

    /**
     * What is used as far as the nodes have told.
     *
     * @param others where they stood when the walk ended
     * @param found without this node's own growth
     */
    private Amount used(SharedRows rows, ResourcePath root, Map<String, LeaseRow.Standing> others, Amount found) {
        Amount used = found;
        for (LeaseRow lease : rows.leases(root)) {
            LeaseRow.Standing standing = others.get(lease.node());
            if (lease.node().equals(node)) {
                used = used.plus(lease.reported());
            } else if (standing != null) {
                used = used.plus(lease.reported()).minus(standing.reported());
            } else {
                // Of a dead node: the walk has seen what became of it.
                rows.removeLease(root, lease.node());
            }
        }
        return used;
    }

    /** The count was given up; another node may try. */
    public void drop(ResourcePath root) {
        ledger.change(rows -> {
            rows.lockRoot(root)
                    .filter(this::isCounting)
                    .ifPresent(row -> rows.saveRoot(row.with(row.count().by(""))));
            return true;
        });
    }
}
