package io.headroom.spi;

import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Base of every layer: passes each call on to the storage below. As thread-safe as that one; {@link #close()} closes it.
 */
public abstract class ForwardingStorage implements Storage {
    private final Storage delegate;

    /** @param delegate the storage below, owned from here on */
    protected ForwardingStorage(Storage delegate) {
        this.delegate = delegate;
    }

    /** The storage below. */
    protected final Storage delegate() {
        return delegate;
    }

    @Override
    public Set<Capability> capabilities() {
        return delegate.capabilities();
    }

    @Override
    public Set<Capability> capabilities(ResourcePath from, ResourcePath to) {
        return delegate.capabilities(from, to);
    }

    @Override
    public Map<ResourcePath, ResourcePath> volumes() {
        return delegate.volumes();
    }

    @Override
    public Limits limits() {
        return delegate.limits();
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return delegate.find(path);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return delegate.list(collection);
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        return delegate.listTree(collection);
    }

    @Override
    public OpenFile open(ResourcePath file) {
        return delegate.open(file);
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        return delegate.beginWrite(target, request);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        return delegate.createCollection(path);
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        return delegate.copyFile(source, target, onTarget);
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        delegate.move(source, target, onTarget);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        return delegate.beginTree(target, expected);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        delegate.moveTree(source, target, onTarget, listener);
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        delegate.copyTree(source, target, members, onTarget, listener);
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        delegate.deleteTree(collection, listener);
    }

    @Override
    public void requireSettled(ResourcePath path) {
        delegate.requireSettled(path);
    }

    @Override
    public void delete(ResourcePath path) {
        delegate.delete(path);
    }

    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        delegate.setLastModified(path, time);
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return delegate.capacity(scope);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
