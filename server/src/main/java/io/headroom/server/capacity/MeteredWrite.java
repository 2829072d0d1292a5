package io.headroom.server.capacity;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.ResourcePath;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;

/**
 * A write that takes from its reservation as bytes arrive, and books more when it is longer than was said. Unknown lengths are
 * booked in steps, so a long upload asks seldom and a short one keeps little from others.
 */
final class MeteredWrite implements PendingWrite {
    private static final long FIRST_STEP = 1 << 20;
    private static final long LARGEST_STEP = 64 << 20;

    private final PendingWrite write;
    private final Admission admission;
    private final Reservation reservation;
    private final ResourcePath path;
    private final LongPredicate mayUseFloor;
    private long step = FIRST_STEP;

    /** @param mayUseFloor whether a file that has this many bytes by now may go below the floor */
    MeteredWrite(
            PendingWrite write,
            Admission admission,
            Reservation reservation,
            ResourcePath path,
            LongPredicate mayUseFloor) {
        this.write = write;
        this.admission = admission;
        this.reservation = reservation;
        this.path = path;
        this.mayUseFloor = mayUseFloor;
    }

    @Override
    public void append(ByteBuffer bytes) {
        int count = bytes.remaining();
        long missing = count - reservation.left();
        if (missing > 0) {
            book(missing);
        }
        write.append(bytes);
        reservation.use(count);
    }

    private void book(long missing) {
        if (admission.tryExtend(reservation, path, Math.max(missing, step), false)) {
            step = Math.min(step * 2, LARGEST_STEP);
            return;
        }
        // The last bytes before the end are given out exactly, not in steps.
        long length = write.bytesWritten() + reservation.left() + missing;
        if (!admission.tryExtend(reservation, path, missing, false)
                && !(mayUseFloor.test(length) && admission.tryExtend(reservation, path, missing, true))) {
            throw admission.refusal(path, length);
        }
    }

    @Override
    public long bytesWritten() {
        return write.bytesWritten();
    }

    @Override
    public void prepare() {
        write.prepare();
        // No more bytes will come: what was booked beyond them goes back, so that a form with many files keeps no more
        // room
        // than they have.
        reservation.close();
    }

    @Override
    public FileResource commit() {
        return write.commit();
    }

    @Override
    public void close() {
        try {
            write.close();
        } finally {
            reservation.close();
        }
    }
}
