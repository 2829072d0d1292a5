package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;

/**
 * What all nodes know of one quota.
 *
 * @param limit {@link Amount#UNLIMITED} where nothing is limited
 * @param configured whether it comes from the settings of the nodes
 * @param removed whether it is no more: the row stays for a while, so that every node hears of it
 * @param used as far as the nodes have told
 * @param leased the sum of all leases; with what is used at most the limit, unless that was lowered
 * @param reserved of what is leased: promised to writes, as far as the nodes have told
 * @param recall goes up when a node asks the others for their idle room
 * @param recalledAt when that was: milliseconds of the ledger's clock
 * @param touchedAt when the row changed last, likewise
 */
public record RootRow(
        ResourcePath root,
        Amount limit,
        boolean configured,
        boolean removed,
        Amount used,
        Amount leased,
        Amount reserved,
        long recall,
        long recalledAt,
        Count count,
        long touchedAt) {
    /**
     * How far the use is known.
     *
     * @param wanted whether it should be counted
     * @param counter the node that counts; empty for none
     * @param round goes up at the beginning and at the end of a walk: every node answers each
     * @param finishedAt when a count ended last: milliseconds of the ledger's clock; 0 for never
     * @param drift what that count found beyond what was known
     */
    public record Count(boolean wanted, String counter, long round, long finishedAt, Amount drift) {
        static final Count WANTED = new Count(true, "", 0, 0, Amount.NONE);

        Count want() {
            return new Count(true, counter, round, finishedAt, drift);
        }

        Count by(String node) {
            return new Count(wanted, node, round, finishedAt, drift);
        }

        Count nextRound() {
            return new Count(wanted, counter, round + 1, finishedAt, drift);
        }
    }

    static RootRow of(ResourcePath root, Amount limit, boolean configured) {
        return new RootRow(
                root, limit, configured, false, Amount.NONE, Amount.NONE, Amount.NONE, 0, 0, Count.WANTED, 0);
    }

    RootRow with(Amount newUsed, Amount newLeased, Amount newReserved) {
        return new RootRow(
                root,
                limit,
                configured,
                removed,
                newUsed,
                newLeased,
                newReserved,
                recall,
                recalledAt,
                count,
                touchedAt);
    }

    RootRow with(Amount newUsed) {
        return with(newUsed, leased, reserved);
    }

    /** Without what a node holds of it; what it used stays. */
    RootRow without(LeaseRow row) {
        return with(used, leased.minus(row.lease()), reserved.minus(row.reserved()));
    }

    RootRow with(Count newCount) {
        return new RootRow(
                root, limit, configured, removed, used, leased, reserved, recall, recalledAt, newCount, touchedAt);
    }

    /** Whether a node has asked for idle room a short while ago. */
    public boolean isRecalled(long now, long millis) {
        return recall > 0 && now - recalledAt < millis;
    }

    /** The most that a node should keep here without a use for it. */
    public Amount mostIdle() {
        return Settlement.mostIdle(limit);
    }

    /** Every node is asked to give back what it does not use. */
    RootRow recalled(long now) {
        return new RootRow(root, limit, configured, removed, used, leased, reserved, recall + 1, now, count, touchedAt);
    }

    RootRow limited(Amount newLimit, boolean byConfiguration) {
        return new RootRow(
                root, newLimit, byConfiguration, false, used, leased, reserved, recall, recalledAt, count, touchedAt);
    }

    /** Nothing of its figures holds any more. */
    RootRow gone() {
        return new RootRow(
                root,
                limit,
                false,
                true,
                Amount.NONE,
                Amount.NONE,
                Amount.NONE,
                recall,
                recalledAt,
                new Count(false, "", count.round(), 0, Amount.NONE),
                touchedAt);
    }

    /** As the ledger kept it. */
    public RootRow touched(long now) {
        return new RootRow(root, limit, configured, removed, used, leased, reserved, recall, recalledAt, count, now);
    }
}
