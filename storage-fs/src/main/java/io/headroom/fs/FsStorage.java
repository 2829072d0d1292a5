package io.headroom.fs;

import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Limits;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory as storage: each call is passed to the class that does it, and its failures are translated. Thread-safe. */
final class FsStorage implements Storage {
    private final FsPaths paths;
    private final FsLook look;
    private final FsOpener opener;
    private final FsCapacity capacity;
    private final RecentListings listings;
    private final @Nullable FsWriteSide writeSide;

    /** @param writeSide null when nothing may be written */
    FsStorage(
            FsPaths paths,
            FsLook look,
            FsOpener opener,
            FsCapacity capacity,
            RecentListings listings,
            @Nullable FsWriteSide writeSide) {
        this.paths = paths;
        this.look = look;
        this.opener = opener;
        this.capacity = capacity;
        this.listings = listings;
        this.writeSide = writeSide;
    }

    @Override
    public Set<Capability> capabilities() {
        return writeSide == null
                ? EnumSet.of(Capability.READ_ONLY, Capability.MEASURED_CAPACITY)
                : EnumSet.of(
                        Capability.CONDITIONAL_CREATE,
                        Capability.CONDITIONAL_REPLACE,
                        Capability.ATOMIC_FILE_MOVE,
                        Capability.ATOMIC_TREE_MOVE,
                        Capability.STAGED_TREE,
                        Capability.SERVER_SIDE_COPY,
                        Capability.MEASURED_CAPACITY,
                        Capability.EXACT_TIME_AT_COMMIT,
                        Capability.KEEPS_MODIFICATION_TIME);
    }

    @Override
    public Limits limits() {
        return paths.limits();
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return reading(path, () -> {
            long mark = mark();
            FsEntry entry = look.at(path);
            while (!entry.isShown() && swappedSince(mark)) {
                mark = mark();
                entry = look.at(path);
            }
            return entry.resource(path);
        });
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return reading(collection, () -> {
            while (true) {
                long mark = mark();
                try {
                    return list(collection, directory(collection));
                } catch (NotFoundException e) {
                    if (!swappedSince(mark)) {
                        throw e;
                    }
                } catch (NotDirectoryException e) {
                    throw new WrongKindException(collection, e);
                }
            }
        });
    }

    private Stream<Resource> list(ResourcePath collection, FsEntry directory) throws IOException {
        return listings.list(
                collection,
                Objects.requireNonNull(directory.attributes()),
                () -> FsLister.list(look, collection, directory.real()));
    }

    private FsEntry directory(ResourcePath collection) throws IOException {
        FsEntry entry = look.at(collection);
        return switch (entry.kind()) {
            case COLLECTION -> entry;
            case FILE -> throw new WrongKindException(collection);
            case ABSENT, HIDDEN -> throw new NotFoundException(collection);
        };
    }

    @Override
    public OpenFile open(ResourcePath file) {
        return reading(file, () -> {
            while (true) {
                long mark = mark();
                try {
                    return opener.open(file);
                } catch (NotFoundException e) {
                    if (!swappedSince(mark)) {
                        throw e;
                    }
                }
            }
        });
    }

    private long mark() {
        return writeSide == null ? 0 : writeSide.locks().mark();
    }

    private boolean swappedSince(long mark) {
        return writeSide != null && writeSide.locks().swappedSince(mark);
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        FsWriteSide side = writeSide(target);
        return changing(target, () -> side.writer().beginWrite(target, request));
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        FsWriteSide side = writeSide(path);
        return changing(path, () -> side.changes().createCollection(path));
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        FsWriteSide side = writeSide(target);
        return changing(target, () -> side.copies().copy(source, target, onTarget));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        FsWriteSide side = writeSide(target);
        changing(target, () -> {
            side.moves().move(source, target, onTarget);
            return target;
        });
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        FsWriteSide side = writeSide(target);
        return changing(target, () -> side.writer().beginTree(target));
    }

    @Override
    public void delete(ResourcePath path) {
        FsWriteSide side = writeSide(path);
        reading(path, () -> {
            side.changes().delete(path);
            return path;
        });
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        FsWriteSide side = writeSide(path);
        reading(path, () -> {
            side.changes().setLastModified(path, time);
            listings.forgetAll();
            return path;
        });
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return reading(scope, () -> capacity.of(scope));
    }

    private FsWriteSide writeSide(ResourcePath path) {
        if (writeSide == null) {
            throw new AccessDeniedException(path);
        }
        return writeSide;
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    /** What is missing is the resource itself. */
    private <T> T reading(ResourcePath path, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw FsFailures.of(e, path, FsFailures.Missing.RESOURCE, paths.root());
        }
    }

    /** What is missing is the place for something new. */
    private <T> T changing(ResourcePath path, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw FsFailures.of(e, path, FsFailures.Missing.PARENT, paths.root());
        }
    }

    @Override
    public void close() {
        if (writeSide != null) {
            writeSide.close();
        }
    }
}
