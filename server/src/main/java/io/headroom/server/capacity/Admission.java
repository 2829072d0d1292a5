package io.headroom.server.capacity;

import io.headroom.spi.Capacity;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.Storage;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import java.util.OptionalLong;

/**
 * Decides whether a write gets room: the volume's free space, less the floor, less what others were promised. One rule for
 * every method. Thread-safe.
 */
final class Admission {
    private final Storage volume;
    private final Floor floor;
    private final Ledger ledger = new Ledger();

    Admission(Storage volume, Floor floor) {
        this.volume = volume;
        this.floor = floor;
    }

    /** A reservation of nothing, to be extended. */
    Reservation none() {
        return new Reservation(ledger);
    }

    /**
     * Books more room for a write, or refuses; what was booked before stays.
     *
     * @param bytes what will be written; 0 asks whether anything at all can be made
     * @param mayUseFloor whether the write may go below the floor: it makes the whole no larger
     * @throws InsufficientStorageException with the figures
     */
    void extend(Reservation reservation, ResourcePath path, long bytes, boolean mayUseFloor) {
        if (!tryExtend(reservation, path, bytes, mayUseFloor)) {
            throw refusal(path, bytes);
        }
    }

    /** As {@link #extend}, but says no instead of refusing. */
    boolean tryExtend(Reservation reservation, ResourcePath path, long bytes, boolean mayUseFloor) {
        if (!(volume.capacity(path) instanceof Capacity.Bounded bounded)) {
            return true;
        }
        long room = bounded.available() - (mayUseFloor ? 0 : floor.bytes(bounded));
        // Nothing is made when nothing is left, not even an empty file: a client that begins with one should hear it
        // now.
        if (bytes == 0 && !mayUseFloor && room - ledger.reserved() <= 0) {
            return false;
        }
        if (!ledger.tryReserve(bytes, room)) {
            return false;
        }
        reservation.add(bytes);
        return true;
    }

    /** The refusal of a write of this size as things are now. */
    InsufficientStorageException refusal(ResourcePath path, long neededBytes) {
        Capacity now = volume.capacity(path);
        long available = now instanceof Capacity.Bounded bounded ? availableOf(bounded) : 0;
        boolean floorDecides = now instanceof Capacity.Bounded bounded && bounded.fit(neededBytes) == Capacity.Fit.FITS;
        return new InsufficientStorageException(
                floorDecides ? Reason.FLOOR : Reason.DISK_FULL,
                path,
                OptionalLong.of(neededBytes),
                OptionalLong.of(available),
                null);
    }

    /** What a new write can still get. */
    Capacity visible(Capacity measured) {
        return measured instanceof Capacity.Bounded bounded
                ? new Capacity.Bounded(availableOf(bounded), bounded.used(), bounded.total(), bounded.measuredAt())
                : measured;
    }

    private long availableOf(Capacity.Bounded bounded) {
        return Math.max(0, bounded.available() - floor.bytes(bounded) - ledger.reserved());
    }

    /** What is promised to writes on their way, in bytes. */
    long reserved() {
        return ledger.reserved();
    }
}
