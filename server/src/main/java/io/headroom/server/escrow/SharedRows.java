package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of the shared ledger inside one transaction, for one thread. Whoever locks rows takes a node's first and the roots
 * in the order of their paths, so that nobody waits in a circle.
 */
public interface SharedRows {
    /** The ledger's own clock, in milliseconds: the only one that leases go by. */
    long now();

    List<NodeRow> nodes();

    /** Kept from changes by others until the transaction ends. */
    Optional<NodeRow> lockNode(String node);

    void saveNode(NodeRow row);

    void removeNode(String node);

    /** Kept from changes by others until the transaction ends, the leases of that root too. */
    Optional<RootRow> lockRoot(ResourcePath root);

    /** By path, the removed ones too. */
    List<RootRow> roots(long touchedSince);

    /** The time of {@link RootRow#touchedAt} is set by this. */
    void saveRoot(RootRow row);

    void forgetRoot(ResourcePath root);

    Optional<LeaseRow> lease(ResourcePath root, String node);

    List<LeaseRow> leases(ResourcePath root);

    /** The roots of which a node has a row, by path. */
    List<ResourcePath> rootsOf(String node);

    void saveLease(LeaseRow row);

    void removeLease(ResourcePath root, String node);

    /** The quotas that the administration set, those too that a setting hides. */
    Map<ResourcePath, Amount> administered();

    void saveAdministered(ResourcePath root, Amount limit);

    void removeAdministered(ResourcePath root);
}
