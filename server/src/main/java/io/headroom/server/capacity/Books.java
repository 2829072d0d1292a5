package io.headroom.server.capacity;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.TreeSize;
import org.jspecify.annotations.Nullable;

/**
 * Where every change of what is used is written down: in the accounts that it concerns, and for a count that is under way.
 * Thread-safe.
 */
final class Books {
    private final Accounts accounts = new Accounts();
    private final ChangeGate gate = new ChangeGate();
    private volatile @Nullable UsageCount count;

    Accounts accounts() {
        return accounts;
    }

    ChangeGate gate() {
        return gate;
    }

    /** @param running the count that must hear of changes; null when none is under way */
    void counting(@Nullable UsageCount running) {
        count = running;
    }

    /** To be held while a member of a collection changes, in the storage and here. */
    ChangeGate.Pass enter(ResourcePath path) {
        return gate.enter(directoryOf(path));
    }

    /** As {@link #enter(ResourcePath)}, for a change of two places at once. */
    ChangeGate.Pass enter(ResourcePath one, ResourcePath other) {
        return gate.enter(directoryOf(one), directoryOf(other));
    }

    private static ResourcePath directoryOf(ResourcePath path) {
        return path.isRoot() ? path : path.parent();
    }

    /**
     * A file came, went or changed, or an empty collection did; to be called with the pass held.
     *
     * @param bytes how much more there is now
     * @param entries how many more there are now
     */
    void changed(Reservation reservation, ResourcePath path, long bytes, long entries, boolean newCollection) {
        for (Account account : accounts.covering(path)) {
            reservation.settle(account, bytes, entriesOf(account, path, entries));
        }
        UsageCount running = count;
        if (running != null) {
            running.changed(path, bytes, entries, newCollection);
        }
    }

    /** As {@link #changed(Reservation, ResourcePath, long, long, boolean)}, for what needed no promise. */
    void changed(ResourcePath path, long bytes, long entries) {
        for (Account account : accounts.covering(path)) {
            account.settle(0, 0, bytes, entriesOf(account, path, entries));
        }
        UsageCount running = count;
        if (running != null) {
            running.changed(path, bytes, entries, false);
        }
    }

    /** A tree came where nothing was; to be called with the pass held. */
    void added(Reservation reservation, TreeChange change, TreeSize size) {
        change.forEach(reservation::settle);
        UsageCount running = count;
        if (running != null) {
            if (accounts.anyWithin(reservation.path())) {
                running.spoil();
            } else {
                running.changed(reservation.path(), size.bytes(), size.entries(), true);
            }
        }
    }

    /** A tree was renamed or replaced; to be called with the pass held. */
    void turned(Reservation reservation, TreeChange change) {
        change.forEach(reservation::settle);
        UsageCount running = count;
        if (running != null) {
            running.spoil();
        }
    }

    /** A tree is about to change member by member; the caller ends that when all is booked. */
    ChangeGate.Pass treeBegins() {
        gate.treeBegins();
        spoil();
        return () -> {
            // A count that began meanwhile saw a part of it.
            spoil();
            gate.treeEnds();
        };
    }

    private void spoil() {
        UsageCount running = count;
        if (running != null) {
            running.spoil();
        }
    }

    /** A tree went, or what could go of it. */
    void removed(TreeChange change) {
        change.forEach((account, bytes, entries) -> account.settle(0, 0, bytes, entries));
    }

    /** A file was renamed, to where nothing or another file was; to be called with the pass held. */
    void renamed(
            Reservation reservation, TreeChange change, ResourcePath source, long bytes, long oldBytes, boolean over) {
        change.forEach(reservation::settle);
        UsageCount running = count;
        if (running != null) {
            running.changed(source, -bytes, -1, false);
            running.changed(reservation.path(), bytes - oldBytes, over ? 0 : 1, false);
        }
    }

    /** A quota's own root is not one of the entries that it counts. */
    static long entriesOf(Account account, ResourcePath path, long entries) {
        return path.equals(account.root()) ? 0 : entries;
    }
}
