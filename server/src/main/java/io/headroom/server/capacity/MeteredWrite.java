package io.headroom.server.capacity;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.OutcomeUnknownException;
import java.nio.ByteBuffer;

/**
 * A write that takes from its reservation as bytes arrive, and books more when it is longer than was said. Unknown lengths are
 * booked in steps, so a long upload asks seldom and a short one keeps little from others.
 *
 * <p>The volume must hold old and new file together until the commit; a quota is charged the difference only.
 */
final class MeteredWrite implements PendingWrite {
    private static final long FIRST_STEP = 1 << 20;
    private static final long LARGEST_STEP = 64 << 20;

    private final PendingWrite write;
    private final Admission admission;
    private final Books books;
    private final Reservation reservation;
    private final OldFile old;
    private long promisedGrowth;
    private long step = FIRST_STEP;

    /**
     * @param reservation what was booked for the expected length; closed with the write
     * @param old what the write replaces
     * @param promisedGrowth how many bytes of quota were booked
     */
    MeteredWrite(
            PendingWrite write,
            Admission admission,
            Books books,
            Reservation reservation,
            OldFile old,
            long promisedGrowth) {
        this.write = write;
        this.admission = admission;
        this.books = books;
        this.reservation = reservation;
        this.old = old;
        this.promisedGrowth = promisedGrowth;
    }

    @Override
    public void append(ByteBuffer bytes) {
        int count = bytes.remaining();
        long length = write.bytesWritten() + count;
        long missing = count - reservation.left();
        long missingGrowth = growth(length) - promisedGrowth;
        if (missing > 0 || missingGrowth > 0) {
            book(length, Math.max(0, missing), Math.max(0, missingGrowth));
        }
        try {
            write.append(bytes);
        } catch (InsufficientStorageException e) {
            throw admission.explained(e, length);
        }
        reservation.use(count);
    }

    private long growth(long length) {
        return reservation.holds().isEmpty() ? 0 : Math.max(0, length - old.size());
    }

    private void book(long length, long missing, long missingGrowth) {
        long bytes = missing == 0 ? 0 : Math.max(missing, step);
        long growth = missingGrowth == 0 ? 0 : Math.max(missingGrowth, step);
        if (admission.tryAhead(reservation, bytes, growth, bytes == 0)) {
            promisedGrowth += growth;
            step = Math.min(step * 2, LARGEST_STEP);
            return;
        }
        // The last bytes before the end are given out exactly, not in steps.
        if (!tryBook(missing, missingGrowth, false)
                && !(old.isNoSmallerThan(length) && tryBook(missing, missingGrowth, true))) {
            throw admission.refusal(reservation, length, growth(length), 0, write.bytesWritten());
        }
    }

    private boolean tryBook(long bytes, long growth, boolean mayUseFloor) {
        // Room that is there already is not asked for again: none may be left for others.
        if (!admission.tryExtend(reservation, bytes, growth, 0, mayUseFloor || bytes == 0)) {
            return false;
        }
        promisedGrowth += growth;
        return true;
    }

    @Override
    public long bytesWritten() {
        return write.bytesWritten();
    }

    /** No more bytes will come: what was booked beyond them goes back, so that many files in a row keep no more than they have. */
    @Override
    public void prepare() {
        try {
            write.prepare();
        } catch (InsufficientStorageException e) {
            throw admission.explained(e, write.bytesWritten());
        }
        long needed = growth(write.bytesWritten());
        reservation.trim(Math.max(0, promisedGrowth - needed));
        promisedGrowth = Math.min(promisedGrowth, needed);
    }

    @Override
    public FileResource commit() {
        try (ChangeGate.Pass pass = books.enter(reservation.path())) {
            if (books.accounts().isEmpty()) {
                return stored();
            }
            // What is replaced may be another file by now than at the beginning.
            long newEntries = old.newEntries();
            long now = old.lookAgain().size();
            long missingGrowth = growth(write.bytesWritten()) - promisedGrowth;
            if ((missingGrowth > 0 || old.newEntries() > newEntries)
                    && !admission.tryExtend(
                            reservation, 0, Math.max(0, missingGrowth), old.newEntries() - newEntries, true)) {
                throw admission.refusal(
                        reservation, bytesWritten(), growth(bytesWritten()), old.newEntries(), bytesWritten());
            }
            admission.confirm(reservation);
            try {
                FileResource file = stored();
                books.changed(reservation, reservation.path(), file.size() - now, old.newEntries(), false);
                return file;
            } catch (OutcomeUnknownException e) {
                long entries = old.newEntries();
                long after = old.lookAgain().size();
                books.changed(reservation, reservation.path(), after - now, entries - old.newEntries(), false);
                throw e;
            }
        }
    }

    private FileResource stored() {
        try {
            return write.commit();
        } catch (InsufficientStorageException e) {
            throw admission.explained(e, write.bytesWritten());
        }
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
