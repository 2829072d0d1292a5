package io.headroom.fs;

import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tree that grows in the staging area until its commit renames it as a whole. */
final class FsPendingTree implements PendingTree {
    private static final Logger LOG = LoggerFactory.getLogger(FsPendingTree.class);

    private final FsOpener opener;
    private final FsCopies copies;
    private final TreeInstaller installer;
    private final Durability durability;
    private final BackgroundForces forces;
    private final FsPaths paths;
    private final StagingArea.Place top;
    private final ResourcePath target;
    private final List<Path> directories = new ArrayList<>();
    private boolean over;

    /** @param top where the tree grows; nothing stands there yet */
    FsPendingTree(
            FsOpener opener,
            FsCopies copies,
            TreeInstaller installer,
            Durability durability,
            BackgroundForces forces,
            FsPaths paths,
            StagingArea.Place top,
            ResourcePath target) {
        this.opener = opener;
        this.copies = copies;
        this.installer = installer;
        this.durability = durability;
        this.forces = forces;
        this.paths = paths;
        this.top = top;
        this.target = target;
    }

    @Override
    public void createCollection(ResourcePath path) {
        Path place = place(path);
        try {
            Files.createDirectory(place);
        } catch (IOException e) {
            throw failure(e, path);
        }
        if (durability.isOn()) {
            directories.add(place);
        }
    }

    @Override
    public void copyFile(ResourcePath source, ResourcePath path) {
        Path place = place(path);
        try (FsOpenFile file = opener.open(source)) {
            StagedFile staged = copies.stage(file, new StagingArea.Place(place, null), path);
            forces.finish(staged, copies.stamps().of(file.resource().lastModified()), path);
        } catch (IOException e) {
            throw failure(e, path);
        }
    }

    private Path place(ResourcePath path) {
        checkNotOver();
        paths.checkWritable(path);
        Path place = top.path();
        for (String name : path.rebase(target, ResourcePath.ROOT).segments()) {
            place = place.resolve(name);
        }
        return place;
    }

    @Override
    public void commit(Precondition onTarget) {
        checkNotOver();
        try {
            forces.await();
            for (Path directory : directories) {
                durability.forceDirectory(directory);
            }
            installer.install(top::path, target, onTarget);
            over = true;
            top.forget();
        } catch (IOException e) {
            throw failure(e, target);
        } finally {
            close();
        }
    }

    private StorageException failure(IOException error, ResourcePath path) {
        return FsFailures.of(error, path, FsFailures.Missing.PARENT, paths.root());
    }

    private void checkNotOver() {
        if (over) {
            throw new IllegalStateException("the tree " + target + " is over");
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            forces.drop();
            TreeRemoval.remove(top.path());
            top.forget();
        } catch (IOException e) {
            LOG.warn("The staged tree {} stays behind until the next start.", top.path(), e);
        }
    }
}
