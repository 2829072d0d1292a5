package io.headroom.s3;

import java.util.Optional;

/** Somebody who can tell the room of the bucket. Thread-safe. */
interface RoomSource {
    /**
     * What was told.
     *
     * @param available bytes that a new write can still use, 0 or more
     * @param used bytes in use, 0 or more
     * @param total bytes of the whole store, 0 or more
     */
    record Figures(long available, long used, long total) {
        /** When a limit is known and how much of it is used. */
        static Figures of(long limit, long used) {
            return new Figures(Math.max(0, limit - used), used, limit);
        }
    }

    /**
     * Asks, for as long as that takes.
     *
     * @return empty when nobody tells
     * @throws io.headroom.spi.error.StorageException when the store fails
     */
    Optional<Figures> ask();
}
