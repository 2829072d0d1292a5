package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.Claim;
import io.headroom.server.escrow.Grant;
import io.headroom.server.escrow.RootRow;
import java.util.ArrayList;
import java.util.List;

/**
 * This node's part in a quota that several nodes share: room that was leased to it, and its growth that the others have not heard
 * of. Guarded by its account's lock; nothing here waits.
 *
 * <p>Idle room is the lease less what is promised here and less the growth that was not told. What is removed here makes idle
 * room at once: the shared figures still count it as used.
 */
final class Escrow {
    /** So old a recall is answered by a node that was not there yet, and has nothing to give. */
    private static final long LIVELY_RECALL = 10_000;

    /**
     * A claim on its way to the ledger, and how things stood when it left.
     *
     * @param idle what was idle then
     */
    record Sent(Claim claim, Amount idle, List<Need> needs) {}

    private final LeaseTerm term;
    private final List<Need> needs = new ArrayList<>(2);
    private RootRow view;
    private long idleBytes;
    private long idleEntries;
    private long totalBytes;
    private long totalEntries;
    private Amount told = Amount.NONE;
    private Amount toldReserved = Amount.NONE;
    private boolean met;
    private long answered;
    private long round;
    private long changes;

    /** @param now of the ledger's clock, in milliseconds */
    Escrow(RootRow view, LeaseTerm term, long now) {
        this.view = view;
        this.term = term;
        this.answered = view.isRecalled(now, LIVELY_RECALL) ? 0 : view.recall();
        this.round = view.count().counter().isEmpty() ? view.count().round() : 0;
    }

    RootRow view() {
        return view;
    }

    /** Takes idle room, if there is so much. */
    boolean tryTake(long bytes, long entries) {
        if (bytes == 0 && entries == 0) {
            return true;
        }
        // One byte must be left even for something empty.
        if (idleBytes < Math.max(1, bytes) || (entries > 0 && idleEntries < entries) || !term.isValid()) {
            return false;
        }
        idleBytes -= bytes;
        idleEntries -= entries;
        return true;
    }

    /** Promises end, and what became of them is used. */
    void settle(long releasedBytes, long releasedEntries, long moreBytes, long moreEntries) {
        idleBytes += releasedBytes - moreBytes;
        idleEntries += releasedEntries - moreEntries;
        totalBytes += moreBytes;
        totalEntries += moreEntries;
    }

    /** Whether everything that was promised here is still held. */
    boolean isCovered() {
        return idleBytes >= 0 && idleEntries >= 0 && term.isValid();
    }

    long usedBytes() {
        return view.used().bytes() + totalBytes - told.bytes();
    }

    long usedEntries() {
        return view.used().entries() + totalEntries - told.entries();
    }

    /** What the other nodes have promised, as told. */
    Amount reservedElsewhere() {
        return view.reserved().minus(toldReserved).max(Amount.NONE);
    }

    Amount total() {
        return new Amount(totalBytes, totalEntries);
    }

    void add(Need need) {
        needs.add(need);
    }

    void remove(Need need) {
        needs.remove(need);
    }

    boolean hasNeeds() {
        return !needs.isEmpty();
    }

    /** Something below the root has changed. */
    void changed() {
        changes++;
    }

    /** Whether other nodes wait to hear from this one. */
    boolean isAwaited() {
        return view.recall() > answered
                || view.count().round() > round
                || totalBytes < told.bytes()
                || totalEntries < told.entries();
    }

    boolean isUntold(Amount reserved) {
        return totalBytes != told.bytes() || totalEntries != told.entries() || !reserved.equals(toldReserved);
    }

    /** Another node changed something. A limit that was lowered leaves nothing idle here. */
    void seen(RootRow row) {
        if (!view.limit().fitsIn(row.limit())) {
            idleBytes = Math.min(0, idleBytes);
            idleEntries = Math.min(0, idleEntries);
        }
        view = row;
    }

    /**
     * What is to be said to the ledger. Until it answers, no more room may be used than the claim keeps.
     *
     * @param busy whether a change below the root was on its way, after {@link #view} was looked at
     * @param leaving whether the node keeps nothing
     */
    Sent send(Amount reserved, boolean busy, boolean leaving) {
        Amount keepIdle = leaving || view.recall() > answered
                ? Amount.NONE
                : new Amount(idleBytes, idleEntries).max(Amount.NONE).min(view.mostIdle());
        idleBytes = Math.min(idleBytes, keepIdle.bytes());
        idleEntries = Math.min(idleEntries, keepIdle.entries());
        Amount sum = Amount.NONE;
        Amount least = new Amount(Amount.UNLIMITED, Amount.UNLIMITED);
        boolean recalls = false;
        for (Need need : needs) {
            sum = sum.plus(need.amount());
            least = least.min(need.amount());
            recalls |= need.isToBeRecalled();
        }
        least = needs.isEmpty() ? Amount.NONE : least;
        Claim claim = new Claim(
                view.root(),
                total(),
                told,
                met,
                leaving ? Amount.NONE : reserved,
                leaving ? Amount.NONE : reserved.plus(keepIdle),
                sum.minus(keepIdle).max(Amount.NONE),
                least.minus(keepIdle).max(Amount.NONE),
                recalls,
                view.recall(),
                view.count().round(),
                changes,
                busy);
        return new Sent(claim, new Amount(idleBytes, idleEntries), List.copyOf(needs));
    }

    void granted(Sent sent, Grant grant) {
        Claim claim = sent.claim();
        // Relative to then, because promises came and went meanwhile.
        idleBytes +=
                grant.lease().bytes() - claim.reserved().bytes() - sent.idle().bytes();
        idleEntries += grant.lease().entries()
                - claim.reserved().entries()
                - sent.idle().entries();
        view = grant.root();
        told = claim.total();
        toldReserved = claim.reserved();
        met = true;
        answered = Math.max(answered, claim.answered());
        round = Math.max(round, claim.round());
        sent.needs().forEach(need -> need.answered(grant, claim.recalls()));
    }
}
