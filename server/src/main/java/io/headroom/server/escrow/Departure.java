package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The end of a node, inside one transaction. For one thread.
 *
 * @param node that goes, its row locked
 */
record Departure(SharedRows rows, String node) {
    /** It died. What it held counts as used, because it may have used it, and is to be counted. */
    void died() {
        for (ResourcePath path : concerned()) {
            RootRow root = uncounted(path);
            LeaseRow row = rows.lease(path, node).orElse(null);
            if (root != null && row != null && !row.lapsed()) {
                LeaseRow ended = row.ended(root.limit());
                rows.saveLease(ended);
                rows.saveRoot(root.without(row)
                        .with(root.used().plus(ended.lost()))
                        .with(root.count().want()));
            }
        }
        rows.removeNode(node);
    }

    /** It stops in good order, and has told everything: what it holds goes back. */
    void left() {
        for (ResourcePath path : concerned()) {
            RootRow root = uncounted(path);
            LeaseRow row = rows.lease(path, node).orElse(null);
            if (root != null && row != null) {
                rows.saveRoot(root.without(row));
            }
            rows.removeLease(path, node);
        }
        rows.removeNode(node);
    }

    /** Where it has something, or counts. */
    private SortedSet<ResourcePath> concerned() {
        SortedSet<ResourcePath> concerned = new TreeSet<>(rows.rootsOf(node));
        rows.roots(0).stream()
                .filter(row -> row.count().counter().equals(node))
                .forEach(row -> concerned.add(row.root()));
        return concerned;
    }

    /** A root that it does not count any more. */
    private @Nullable RootRow uncounted(ResourcePath path) {
        RootRow root = rows.lockRoot(path).orElse(null);
        if (root == null || !root.count().counter().equals(node)) {
            return root;
        }
        RootRow uncounted = root.with(root.count().by(""));
        rows.saveRoot(uncounted);
        return uncounted;
    }
}
