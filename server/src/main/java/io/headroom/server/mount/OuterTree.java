package io.headroom.server.mount;

import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.path.ResourcePath;

/** A tree that is built in a mounted storage, as the outside knows it. */
record OuterTree(PendingTree tree, OuterView view) implements PendingTree {
    @Override
    public void createCollection(ResourcePath target) {
        view.told(() -> tree.createCollection(view.inner(target)));
    }

    @Override
    public void copyFile(ResourcePath source, ResourcePath target) {
        view.told(() -> tree.copyFile(view.inner(source), view.inner(target)));
    }

    @Override
    public void commit(Precondition onTarget) {
        view.told(() -> tree.commit(onTarget));
    }

    @Override
    public void close() {
        tree.close();
    }
}
