package io.headroom.server.mount;

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
import io.headroom.spi.TreeListener;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several storages as one tree: each has all paths below its place, but for the places of others. Thread-safe.
 *
 * <p>A place, and each collection on the way to it, always is a collection, and hides what the storage around it has under that
 * name. Such a collection is made in the storage around it when something is first put into it, so nothing has to be there, or be
 * written, when a server starts. None can be removed, moved or replaced.
 *
 * <p>Inside one storage everything is done as that storage does it. From one to another files are copied and nothing is renamed:
 * {@link #move} and {@link #moveTree} refuse with an {@link UnsupportedException}, and whoever wants to move copies, and removes
 * the source when the copy stands.
 */
public final class MountedStorage implements Storage {
    private final MountTable table;
    private final MountedListing listing;
    private final MountedAbilities abilities;
    private final Map<ResourcePath, ResourcePath> volumes;
    private final Incoming incoming;

    /**
     * @param main has all that no other one has
     * @param mounts by their places, never the root; each takes and gives paths below its place. All stay open as long as this is
     *     used; closed with this, but for the main one
     * @param sameRoom of those that share the room of another one: whose; that one has its own
     */
    public MountedStorage(
            Storage main, Map<ResourcePath, Storage> mounts, Map<ResourcePath, ResourcePath> sameRoom, Clock clock) {
        this.table = new MountTable(main, mounts);
        this.listing = new MountedListing(table);
        this.abilities = new MountedAbilities(table);
        this.volumes = table.mounts().stream()
                .map(Mount::place)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), place -> sameRoom.getOrDefault(place, place)));
        this.incoming = new Incoming(clock);
        sweep(main, ResourcePath.ROOT, clock);
    }

    /** Drops what a crash left of a copy long ago; to be done when a storage is opened. */
    public static void sweep(Storage storage, ResourcePath top, Clock clock) {
        if (!storage.capabilities().contains(Capability.READ_ONLY)) {
            new Incoming(clock).sweep(storage, top);
        }
    }

    @Override
    public Set<Capability> capabilities() {
        return abilities.everywhere();
    }

    @Override
    public Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        return abilities.between(from, to);
    }

    @Override
    public Map<ResourcePath, ResourcePath> volumes() {
        return volumes;
    }

    @Override
    public Limits limits() {
        return abilities.limits();
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return listing.find(path);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return listing.list(collection);
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        return listing.listTree(collection);
    }

    @Override
    public OpenFile open(ResourcePath file) {
        if (table.isFixed(file)) {
            throw new WrongKindException(file);
        }
        return table.reading(file).open(file);
    }

    /** The storage of a target. A collection on the way to a mount, which everybody sees, is made in it when something comes into it. */
    private Storage taking(ResourcePath target) {
        Storage storage = table.writing(target);
        table.wayTo(target).forEach(path -> makeUnlessThere(storage, path));
        return storage;
    }

    private static void makeUnlessThere(Storage storage, ResourcePath path) {
        try {
            storage.createCollection(path);
        } catch (AlreadyExistsException e) {
            // As it should be.
            return;
        }
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        if (table.isFixed(target)) {
            throw new WrongKindException(target);
        }
        return taking(target).beginWrite(target, request);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        if (table.isFixed(path)) {
            throw new AlreadyExistsException(path);
        }
        return taking(path).createCollection(path);
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (table.isFixed(source) || table.isFixed(target)) {
            throw new WrongKindException(table.isFixed(source) ? source : target);
        }
        Storage from = table.reading(source);
        Storage to = taking(target);
        return from == to
                ? to.copyFile(source, target, onTarget)
                : new TreeTransfer(this, to, incoming).copyFile(source, target, onTarget);
    }

    private Storage renaming(ResourcePath source, ResourcePath target) {
        table.requireFree(source);
        table.requireFree(target);
        Storage from = table.reading(source);
        if (from != table.writing(target)) {
            throw new UnsupportedException(target, "a move to another storage");
        }
        return taking(target);
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        renaming(source, target).move(source, target, onTarget);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        renaming(source, target).moveTree(source, target, onTarget, listener);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        table.requireFree(target);
        return taking(target).beginTree(target, expected);
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        table.requireFree(target);
        Storage from = table.reading(source);
        Storage to = taking(target);
        if (from == to && (!members || table.isInsideOne(source))) {
            to.copyTree(source, target, members, onTarget, listener);
            return;
        }
        if (source.startsWith(target) || target.startsWith(source)) {
            throw new UnsupportedException(target, "a copy into itself");
        }
        new TreeTransfer(this, to, incoming)
                .copyTree(table.of(target).place(), source, target, members, onTarget, listener);
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        table.requireFree(collection);
        table.reading(collection).deleteTree(collection, listener);
    }

    @Override
    public void requireSettled(ResourcePath path) {
        table.of(path).storage().requireSettled(path);
        for (Mount mount : table.mounts()) {
            if (MountTable.isBelow(mount.place(), path)) {
                mount.storage().requireSettled(mount.place());
            }
        }
    }

    @Override
    public void delete(ResourcePath path) {
        table.requireFree(path);
        table.reading(path).delete(path);
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        table.reading(path).setLastModified(path, time);
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return table.of(scope).storage().capacity(scope);
    }

    @Override
    public void close() {
        for (Mount mount : table.mounts()) {
            if (!mount.place().isRoot()) {
                mount.storage().close();
            }
        }
    }
}
