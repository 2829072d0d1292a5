package io.headroom.server.capacity;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.Storage;

/** A tree on its way in that takes each file's room from one reservation, booking more when the sum was short. */
final class MeteredTree implements PendingTree {
    private final PendingTree tree;
    private final Storage storage;
    private final Admission admission;
    private final Reservation reservation;

    MeteredTree(PendingTree tree, Storage storage, Admission admission, Reservation reservation) {
        this.tree = tree;
        this.storage = storage;
        this.admission = admission;
        this.reservation = reservation;
    }

    @Override
    public void createCollection(ResourcePath target) {
        tree.createCollection(target);
    }

    @Override
    public void copyFile(ResourcePath source, ResourcePath target) {
        long bytes = storage.find(source)
                .filter(FileResource.class::isInstance)
                .map(file -> ((FileResource) file).size())
                .orElse(0L);
        if (bytes > reservation.left()) {
            admission.extend(reservation, target, bytes - reservation.left(), false);
        }
        tree.copyFile(source, target);
        reservation.use(bytes);
    }

    @Override
    public void commit(Precondition onTarget) {
        tree.commit(onTarget);
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
