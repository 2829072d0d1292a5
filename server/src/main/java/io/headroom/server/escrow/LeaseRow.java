package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;

/**
 * What one node has of one quota.
 *
 * @param lease room that only this node may use: for its promises, for its growth that it has not told yet, and idle
 * @param reserved of it: promised to writes, as told last
 * @param reported all the growth that the node has ever told, so that telling twice does no harm
 * @param lapsed whether the lease ended because the node did not renew it
 * @param lost what the lease was then: counted as used
 * @param answered the last recall after which the node gave back its idle room
 * @param standing where the node stood when it answered a round of a count
 */
public record LeaseRow(
        ResourcePath root,
        String node,
        Amount lease,
        Amount reserved,
        Amount reported,
        boolean lapsed,
        Amount lost,
        long answered,
        Standing standing) {
    /**
     * @param round the last one that was answered
     * @param changes how many changes the node has ended below the root
     * @param busy whether one was on its way
     * @param reported the row's figure at that moment
     */
    public record Standing(long round, long changes, boolean busy, Amount reported) {
        public static final Standing NONE = new Standing(0, 0, false, Amount.NONE);
    }

    static LeaseRow none(ResourcePath root, String node, Amount reported) {
        return new LeaseRow(root, node, Amount.NONE, Amount.NONE, reported, false, Amount.NONE, 0, Standing.NONE);
    }

    /** Where nothing is limited nothing needs to be counted as used, and much may have been leased. */
    LeaseRow ended(Amount limit) {
        Amount counted = new Amount(
                limit.bytes() == Amount.UNLIMITED ? 0 : lease.bytes(),
                limit.entries() == Amount.UNLIMITED ? 0 : lease.entries());
        return new LeaseRow(root, node, Amount.NONE, Amount.NONE, reported, true, counted, answered, standing);
    }
}
