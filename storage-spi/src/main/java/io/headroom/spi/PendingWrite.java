package io.headroom.spi;

import java.nio.ByteBuffer;

/**
 * A file on its way in. Nobody sees it before {@link #commit()}; without one nothing changed. For one thread; closed by
 * whoever called {@link Storage#beginWrite}.
 */
public interface PendingWrite extends AutoCloseable {
    /**
     * Takes all remaining bytes or throws.
     *
     * @throws io.headroom.spi.error.InsufficientStorageException when room ran out; only {@link #close()} is left to call
     */
    void append(ByteBuffer bytes);

    /** How many bytes were taken so far. */
    long bytesWritten();

    /**
     * Brings the bytes safely to the store, so that little of what can fail is left for the commit: for a caller with several
     * files, of which all are to be committed or none. Nothing can be appended afterwards. Need not be called, and may be
     * called again.
     *
     * @throws io.headroom.spi.error.StorageException as a commit would; only {@link #close()} is left to call
     * @throws IllegalStateException after a commit or a failure
     */
    default void prepare() {}

    /**
     * Puts the file in its place, durably if the backend is set so. Readers see the old file or the new one, never a mix.
     *
     * @return the file; without {@link Capability#EXACT_TIME_AT_COMMIT} its time of modification may be seconds later than the one that
     *     {@link Storage#find} will tell
     * @throws io.headroom.spi.error.StorageException nothing changed, unless it is an OutcomeUnknownException
     * @throws IllegalStateException when called twice or after a failure
     */
    FileResource commit();

    /** Drops what was not committed. Throws nothing; may be called again. */
    @Override
    void close();
}
