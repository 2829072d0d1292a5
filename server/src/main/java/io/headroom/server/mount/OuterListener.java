package io.headroom.server.mount;

import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;

/** Hears from a mounted storage what became of a tree's members, and tells the outside. */
record OuterListener(TreeListener listener, OuterView view) implements TreeListener {
    @Override
    public void done(Resource member) {
        listener.done(view.outer(member));
    }

    @Override
    public void failed(ResourcePath member, boolean collection, StorageException cause) {
        listener.failed(view.outer(member), collection, view.outerFailure(cause));
    }
}
