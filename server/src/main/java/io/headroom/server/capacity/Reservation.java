package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one write was promised: bytes of the volume, which shrink as they reach it and the next measurement sees them, and
 * bytes and entries of every quota that holds at its path, which stay until it is settled. For one thread, but for the two
 * figures that others may look at; closed by whoever made it, on every way out.
 */
final class Reservation implements AutoCloseable {
    /** What is promised by one account. */
    static final class Hold {
        private final Account account;
        private long bytes;
        private long entries;

        private Hold(Account account) {
            this.account = account;
        }

        Account account() {
            return account;
        }

        long bytes() {
            return bytes;
        }

        long entries() {
            return entries;
        }

        boolean tryExtend(long moreBytes, long moreEntries) {
            return tryExtend(moreBytes, moreEntries, true);
        }

        /** @param patient whether it is worth asking other nodes for room that they do not use */
        boolean tryExtend(long moreBytes, long moreEntries, boolean patient) {
            if (!account.tryReserve(moreBytes, moreEntries, patient)) {
                return false;
            }
            bytes += moreBytes;
            entries += moreEntries;
            return true;
        }

        void shrink(long lessBytes, long lessEntries) {
            account.settle(lessBytes, lessEntries, 0, 0);
            bytes -= lessBytes;
            entries -= lessEntries;
        }
    }

    private final Ledger ledger;
    private final Set<Reservation> open;
    private final ResourcePath path;
    private final Instant since;
    private final List<Hold> holds;
    /** The account that had no room for the last extension; null when it was not for an account. */
    private @Nullable Account refusing;

    private volatile long left;

    /**
     * @param open where it shows as long as it is open
     * @param covering the accounts at the path
     */
    Reservation(Ledger ledger, Set<Reservation> open, ResourcePath path, Instant since, List<Account> covering) {
        this.ledger = ledger;
        this.open = open;
        this.path = path;
        this.since = since;
        this.holds = new ArrayList<>(covering.size());
        for (Account account : covering) {
            holds.add(new Hold(account));
        }
        open.add(this);
    }

    ResourcePath path() {
        return path;
    }

    Instant since() {
        return since;
    }

    /** What is promised by the volume and not used yet, in bytes. */
    long left() {
        return left;
    }

    List<Hold> holds() {
        return holds;
    }

    /** @param account that had no room; null when all had */
    void refusedBy(@Nullable Account account) {
        refusing = account;
    }

    /** Which account refused the last extension, whatever its figures say by now; null when none did. */
    @Nullable
    Account refusing() {
        return refusing;
    }

    /** What an account promised; the beginning of a promise where it has given none. */
    Hold hold(Account account) {
        for (Hold hold : holds) {
            if (hold.account == account) {
                return hold;
            }
        }
        Hold hold = new Hold(account);
        holds.add(hold);
        return hold;
    }

    /** More was booked in the ledger for this write. */
    // Only this write's thread changes the figure.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void add(long bytes) {
        left += bytes;
    }

    /** The bytes have reached the volume. */
    // Only this write's thread changes the figure.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void use(long bytes) {
        long used = Math.min(bytes, left);
        left -= used;
        ledger.release(used);
    }

    /**
     * Nothing more will reach the volume: what it promised beyond that goes back.
     *
     * @param growth what goes back of the bytes that each account promised
     */
    void trim(long growth) {
        use(left);
        for (Hold hold : holds) {
            hold.shrink(growth, 0);
        }
    }

    /** What an account promised is given back, and what became of it is booked, in one step. */
    void settle(Account account, long moreBytes, long moreEntries) {
        for (Hold hold : holds) {
            if (hold.account == account) {
                account.settle(hold.bytes, hold.entries, moreBytes, moreEntries);
                hold.bytes = 0;
                hold.entries = 0;
                return;
            }
        }
        // A quota that is younger than the write.
        account.settle(0, 0, moreBytes, moreEntries);
    }

    @Override
    public void close() {
        open.remove(this);
        ledger.release(left);
        left = 0;
        for (Hold hold : holds) {
            hold.shrink(hold.bytes, hold.entries);
        }
    }
}
