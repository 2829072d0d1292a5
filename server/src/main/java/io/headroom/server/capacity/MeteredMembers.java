package io.headroom.server.capacity;

import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;

/**
 * Sums up what comes of a tree, and hears whether any of it didn't go: then what stands must be looked at before it is booked.
 * For one thread at a time.
 */
final class MeteredMembers implements TreeListener {
    private final TreeListener listener;
    private final TreeChange came;
    private boolean failed;

    /** @param listener hears all of it too */
    MeteredMembers(TreeListener listener, Accounts accounts) {
        this.listener = listener;
        this.came = new TreeChange(accounts);
    }

    TreeChange came() {
        return came;
    }

    boolean allWent() {
        return !failed;
    }

    @Override
    public void done(Resource member) {
        came.add(member);
        listener.done(member);
    }

    @Override
    public void failed(ResourcePath member, boolean collection, StorageException cause) {
        failed = true;
        listener.failed(member, collection, cause);
    }
}
