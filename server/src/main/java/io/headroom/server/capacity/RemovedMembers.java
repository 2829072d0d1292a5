package io.headroom.server.capacity;

import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;

/** Sums up what goes of a tree. For one thread at a time. */
final class RemovedMembers implements TreeListener {
    private final TreeListener listener;
    private final TreeChange gone;

    /** @param listener hears all of it too */
    RemovedMembers(TreeListener listener, TreeChange gone) {
        this.listener = listener;
        this.gone = gone;
    }

    @Override
    public void done(Resource member) {
        gone.remove(member);
        listener.done(member);
    }

    @Override
    public void failed(ResourcePath member, boolean collection, StorageException cause) {
        listener.failed(member, collection, cause);
    }
}
