package io.headroom.server.capacity;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;

/**
 * A tree on its way in that takes each file's room from one reservation, booking more when the sum was short. Quotas that lie
 * inside the tree are asked when it is whole: nobody sees it before.
 */
final class MeteredTree implements PendingTree {
    private final PendingTree tree;
    private final Storage storage;
    private final Admission admission;
    private final Books books;
    private final Reservation reservation;
    private final TreeChange change;
    private final boolean replaces;
    private TreeSize size = TreeSize.NONE;

    /**
     * @param reservation what was booked for the expected sum; closed with the tree
     * @param change what goes when the tree comes: that which it replaces
     * @param replaces whether anything is replaced
     */
    MeteredTree(
            PendingTree tree,
            Storage storage,
            Admission admission,
            Books books,
            Reservation reservation,
            TreeChange change,
            boolean replaces) {
        this.tree = tree;
        this.storage = storage;
        this.admission = admission;
        this.books = books;
        this.reservation = reservation;
        this.change = change;
        this.replaces = replaces;
    }

    @Override
    public void createCollection(ResourcePath target) {
        tree.createCollection(target);
        change.add(target, 0);
        size = size.plus(0, 1);
    }

    @Override
    public void copyFile(ResourcePath source, ResourcePath target) {
        long bytes = storage.find(source)
                .filter(FileResource.class::isInstance)
                .map(file -> ((FileResource) file).size())
                .orElse(0L);
        long missing = bytes - reservation.left();
        if (missing > 0 && !admission.tryExtend(reservation, missing, 0, 0, false)) {
            throw admission.refusal(reservation, bytes, 0, 0, 0);
        }
        try {
            tree.copyFile(source, target);
        } catch (InsufficientStorageException e) {
            throw admission.explained(e, bytes);
        }
        reservation.use(bytes);
        change.add(target, bytes);
        size = size.plus(bytes, 1);
    }

    @Override
    public void commit(Precondition onTarget) {
        try (ChangeGate.Pass pass = books.enterTree(reservation.path())) {
            admission.reserve(reservation, change);
            admission.confirm(reservation);
            tree.commit(onTarget);
            if (replaces) {
                books.turned(reservation, change);
            } else {
                books.added(reservation, change, size);
            }
        }
    }

    @Override
    public void close() {
        try {
            tree.close();
        } finally {
            reservation.close();
        }
    }
}
