package io.headroom.server.escrow;

/**
 * The sum behind a claim: what was told is booked, and the lease becomes what the node keeps, or that and more. For one kind of
 * count at a time, bytes or entries.
 *
 * <p>Before and after, what is used and all leases together are at most the limit, unless that was lowered meanwhile.
 */
final class Settlement {
    /** How much more than needed is given, so that the next writes need not ask. */
    private static final Amount LARGEST_STEP = new Amount(64L << 20, 1_000);
    /** Where nothing is limited a node should ask once and never again. */
    private static final long UNLIMITED_STEP = 1L << 40;
    /** A step is this part of what is left for each node, so that steps become small before the room is gone. */
    private static final long STEPS_LEFT = 4;

    private final RootRow root;
    private final LeaseRow row;
    private final Claim claim;
    private final Amount growth;
    private final boolean unknown;

    /**
     * @param row the node's; a fresh one where there is none
     * @param unknown whether the ledger has forgotten the node's row, which it once had
     */
    Settlement(RootRow root, LeaseRow row, Claim claim, boolean unknown) {
        this.root = root;
        this.row = row;
        this.claim = claim;
        this.unknown = unknown;
        Amount told = claim.total().minus(row.reported());
        // Nobody knows what a count has seen of it meanwhile: what was removed is not believed, the next count will
        // tell.
        this.growth = unknown ? told.max(Amount.NONE) : told;
    }

    /** The most that a node should keep without a use for it. */
    static Amount mostIdle(Amount limit) {
        return new Amount(
                2 * (limit.bytes() == Amount.UNLIMITED ? UNLIMITED_STEP : LARGEST_STEP.bytes()),
                2 * (limit.entries() == Amount.UNLIMITED ? UNLIMITED_STEP : LARGEST_STEP.entries()));
    }

    /** What is used now; a lease that was counted as used is used by what became of it only. */
    Amount used() {
        return root.used().plus(growth).minus(row.lost());
    }

    private boolean isLost() {
        return row.lapsed() || unknown;
    }

    /** What the node may keep without asking: its lease less what became use. */
    private Amount right() {
        return isLost() ? Amount.NONE : row.lease().minus(growth).max(Amount.NONE);
    }

    Amount kept() {
        return claim.keep().min(right());
    }

    /** The most that this node may hold in all. */
    private Amount free() {
        return root.limit().minus(used()).minus(root.leased().minus(row.lease()));
    }

    /** Whether there is something to get: what is needed, and what was promised and is not held. */
    boolean wants() {
        return !wanted().fitsIn(kept());
    }

    private Amount wanted() {
        return claim.keep().plus(claim.need());
    }

    /** Whether not even the most modest can get anything, or what was promised and lost is not to be had again. */
    boolean isRefused() {
        Amount wanted = claim.keep().plus(claim.least());
        return (wanted.bytes() > kept().bytes() && wanted.bytes() > free().bytes())
                || (wanted.entries() > kept().entries() && wanted.entries() > free().entries());
    }

    /**
     * What the node holds from now on.
     *
     * @param nodes how many take part
     * @param scarce whether somebody has asked for idle room lately: nobody gets more than needed then
     */
    Amount lease(int nodes, boolean scarce) {
        Amount kept = kept();
        if (!wants()) {
            return kept;
        }
        // What was promised and lost is got back even when there is no room for those who wait.
        Amount wanted = isRefused() ? claim.keep() : wanted();
        return new Amount(
                lease(
                        kept.bytes(),
                        wanted.bytes(),
                        free().bytes(),
                        step(
                                root.limit().bytes(),
                                free().bytes() - wanted.bytes(),
                                LARGEST_STEP.bytes(),
                                nodes,
                                scarce)),
                lease(
                        kept.entries(),
                        wanted.entries(),
                        free().entries(),
                        step(
                                root.limit().entries(),
                                free().entries() - wanted.entries(),
                                LARGEST_STEP.entries(),
                                nodes,
                                scarce)));
    }

    /** @param held what the node holds from now on */
    RootRow nextRoot(Amount held) {
        RootRow next = root.without(row);
        next = next.with(used(), next.leased().plus(held), next.reserved().plus(claim.reserved()));
        return isLost() ? next.with(next.count().want()) : next;
    }

    /** @param held what the node holds from now on */
    LeaseRow nextRow(Amount held) {
        return new LeaseRow(
                row.root(),
                row.node(),
                held,
                claim.reserved(),
                claim.total(),
                false,
                Amount.NONE,
                Math.max(row.answered(), claim.answered()),
                claim.round() > row.standing().round()
                        ? new LeaseRow.Standing(claim.round(), claim.changes(), claim.busy(), claim.total())
                        : row.standing());
    }

    private static long lease(long kept, long wanted, long free, long step) {
        return wanted <= kept ? kept : Math.max(kept, Math.min(free, wanted + step));
    }

    private static long step(long limit, long left, long largest, int nodes, boolean scarce) {
        if (left <= 0) {
            return 0;
        }
        if (limit == Amount.UNLIMITED) {
            return UNLIMITED_STEP;
        }
        return scarce ? 0 : Math.min(largest, left / (STEPS_LEFT * Math.max(1, nodes)));
    }
}
