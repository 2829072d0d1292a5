package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The nodes that take part beside one, seen inside one transaction. For one thread.
 *
 * @param node the one
 */
record OtherNodes(SharedRows rows, String node) {
    /** Those that renew their leases. */
    List<String> live() {
        long now = rows.now();
        return rows.nodes().stream()
                .filter(each -> each.until() >= now && !each.node().equals(node))
                .map(NodeRow::node)
                .toList();
    }

    /** What each of them has of a root; one that has nothing, and has answered nothing, is among them too. */
    List<LeaseRow> leases(ResourcePath root) {
        Map<String, LeaseRow> known = rows.leases(root).stream().collect(Collectors.toMap(LeaseRow::node, row -> row));
        return live().stream()
                .map(other -> known.getOrDefault(other, LeaseRow.none(root, other, Amount.NONE)))
                .toList();
    }
}
