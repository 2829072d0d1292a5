package io.headroom.server.capacity;

import io.headroom.spi.TreeSize;
import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/**
 * Where every change of what is used is written down: in the accounts that it concerns, and for a count that is under way.
 * Thread-safe.
 */
final class Books {
    private final Accounts accounts;
    private final ChangeGate gate = new ChangeGate();
    private final @Nullable SharedChanges shared;
    private volatile @Nullable UsageCount count;

    /** Of a node that serves alone. */
    Books() {
        this.accounts = new Accounts();
        this.shared = null;
    }

    /** Of one node of several. */
    Books(Accounts accounts, SharedChanges shared) {
        this.accounts = accounts;
        this.shared = shared;
    }

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

    /**
     * To be held while a member of a collection changes, in the storage and here.
     *
     * @throws io.headroom.spi.error.UnavailableException when this node may not change anything now, because the other nodes
     *     can't hear of it
     */
    ChangeGate.Pass enter(ResourcePath path) {
        return shared == null
                ? gate.enter(directoryOf(path))
                : shared.enter(path, path, false, () -> gate.enter(directoryOf(path)));
    }

    /** As {@link #enter(ResourcePath)}, for what may come or go as a whole tree. */
    ChangeGate.Pass enterTree(ResourcePath path) {
        return shared == null
                ? gate.enter(directoryOf(path))
                : shared.enter(path, path, true, () -> gate.enter(directoryOf(path)));
    }

    /** For what was changed already, and is to be written down in any case; within {@link #treeBegins}. */
    ChangeGate.Pass enterToBook(ResourcePath path) {
        return gate.enter(directoryOf(path));
    }

    /** As {@link #enterTree(ResourcePath)}, for a change of two places at once. */
    ChangeGate.Pass enter(ResourcePath one, ResourcePath other) {
        return shared == null
                ? gate.enter(directoryOf(one), directoryOf(other))
                : shared.enter(one, other, true, () -> gate.enter(directoryOf(one), directoryOf(other)));
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

    /**
     * A tree is about to change member by member; the caller ends that when all is booked.
     *
     * @throws io.headroom.spi.error.UnavailableException as {@link #enter(ResourcePath)} does
     */
    ChangeGate.Pass treeBegins() {
        return shared == null ? treePass() : shared.enter(ResourcePath.ROOT, ResourcePath.ROOT, true, this::treePass);
    }

    private ChangeGate.Pass treePass() {
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
