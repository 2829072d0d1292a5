package io.headroom.s3;

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
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bucket as storage: each call is passed to the class that does it. Thread-safe. */
final class S3Storage implements Storage {
    private final S3Clients clients;
    private final S3Keys keys;
    private final S3Reader reader;
    private final S3Looks looks;
    private final S3Capacity capacity;
    private final @Nullable S3WriteSide writeSide;

    /**
     * @param clients closed with the storage, as is all the rest
     * @param writeSide null when nothing may be written
     */
    S3Storage(
            S3Clients clients,
            S3Keys keys,
            S3Reader reader,
            S3Looks looks,
            S3Capacity capacity,
            @Nullable S3WriteSide writeSide) {
        this.clients = clients;
        this.keys = keys;
        this.reader = reader;
        this.looks = looks;
        this.capacity = capacity;
        this.writeSide = writeSide;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.of(Capability.SHARED_BETWEEN_NODES);
        if (capacity.isMeasured()) {
            capabilities.add(Capability.MEASURED_CAPACITY);
        }
        if (looks.isExact()) {
            capabilities.add(Capability.EXACT_TIME_AT_COMMIT);
        }
        if (writeSide == null) {
            capabilities.add(Capability.READ_ONLY);
        } else {
            capabilities.addAll(EnumSet.of(
                    Capability.CONDITIONAL_CREATE,
                    Capability.CONDITIONAL_REPLACE,
                    Capability.WHOLE_TREES,
                    Capability.SERVER_SIDE_COPY));
        }
        return capabilities;
    }

    @Override
    public Limits limits() {
        return keys.limits();
    }

    @Override
    public Optional<Resource> find(ResourcePath path) {
        return looks.find(path);
    }

    @Override
    public Stream<Resource> list(ResourcePath collection) {
        return looks.list(collection);
    }

    @Override
    public Stream<Resource> listTree(ResourcePath collection) {
        return reader.listTree(collection);
    }

    @Override
    public OpenFile open(ResourcePath file) {
        OpenFile opened = reader.open(file);
        looks.opened(opened.resource());
        return opened;
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        return writeSide(target).writer().begin(target, request);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        return writeSide(path).collections().create(path);
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        return writeSide(target).copies().copy(source, target, onTarget);
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        writeSide(target).copies().move(source, target, onTarget);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        throw new UnsupportedException(target, "a staged tree");
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        writeSide(target).trees().copy(source, target, members, onTarget, listener);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        writeSide(target).trees().move(source, target, onTarget, listener);
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        writeSide(collection).trees().delete(collection, listener);
    }

    /** One request where no tree is under way. */
    @Override
    public void requireSettled(ResourcePath path) {
        if (writeSide != null) {
            writeSide.trees().requireSettled(path);
        }
    }

    @Override
    public void delete(ResourcePath path) {
        writeSide(path).collections().delete(path);
    }

    /** The store sets the time of each object itself, when it is written. */
    @Override
    public void setLastModified(ResourcePath path, Instant time) {
        throw new UnsupportedException(path, "a time of modification");
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return capacity.now();
    }

    private S3WriteSide writeSide(ResourcePath path) {
        if (writeSide == null) {
            throw new AccessDeniedException(path);
        }
        return writeSide;
    }

    @Override
    public void close() {
        if (writeSide != null) {
            writeSide.close();
        }
        capacity.close();
        clients.close();
    }
}
