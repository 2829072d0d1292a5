package io.headroom.server.capacity;

import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.TooLargeException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * The layer that every write passes: it reserves the room before the first byte, meters the bytes as they come, and gives
 * back what was not used. What it reports as available is what a write can get. Thread-safe.
 *
 * <p>Moving and deleting pass freely: they need no room, and a full server must be able to empty itself.
 */
public final class AdmissionStorage extends ForwardingStorage {
    private final Admission admission;

    /** @param storage the volume, owned from here on */
    public AdmissionStorage(Storage storage, Floor floor) {
        super(storage);
        this.admission = new Admission(storage, floor);
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        OptionalLong expected = request.expectedBytes();
        if (expected.isPresent() && expected.getAsLong() > limits().largestFile()) {
            // Before the question of room: this reason stays, however much is freed.
            throw new TooLargeException(target, limits().largestFile());
        }
        // The storage first: that a parent is missing matters more than that there is no room.
        PendingWrite write = delegate().beginWrite(target, request);
        try {
            return admitted(write, target, expected);
        } catch (RuntimeException e) {
            write.close();
            throw e;
        }
    }

    private MeteredWrite admitted(PendingWrite write, ResourcePath target, OptionalLong expected) {
        long bytes = expected.orElse(0);
        Reservation reservation = admission.none();
        LongPredicate mayUseFloor = length -> replacesNoSmaller(target, length);
        // Of what comes without a length, one byte at least is to be expected.
        if (admission.tryExtend(reservation, target, bytes, false)
                || (mayUseFloor.test(expected.orElse(1)) && admission.tryExtend(reservation, target, bytes, true))) {
            return new MeteredWrite(write, admission, reservation, target, mayUseFloor);
        }
        throw admission.refusal(target, bytes);
    }

    /** What makes the whole no larger may use the floor: its old bytes are freed a moment later. */
    private boolean replacesNoSmaller(ResourcePath target, long bytes) {
        Optional<Resource> current = delegate().find(target);
        return current.isPresent() && current.get() instanceof FileResource file && file.size() >= bytes;
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        try (Reservation reservation = admission.none()) {
            admission.extend(reservation, path, 0, false);
            return delegate().createCollection(path);
        }
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        long bytes = delegate()
                .find(source)
                .filter(FileResource.class::isInstance)
                .map(file -> ((FileResource) file).size())
                .orElse(0L);
        try (Reservation reservation = admission.none()) {
            admission.extend(reservation, target, bytes, false);
            FileResource copy = delegate().copyFile(source, target, onTarget);
            reservation.use(bytes);
            return copy;
        }
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        Reservation reservation = admission.none();
        admission.extend(reservation, target, expected.bytes(), false);
        try {
            return new MeteredTree(delegate().beginTree(target, expected), delegate(), admission, reservation);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return admission.visible(delegate().capacity(scope));
    }

    /** What is promised to writes on their way, in bytes. */
    public long reservedBytes() {
        return admission.reserved();
    }
}
