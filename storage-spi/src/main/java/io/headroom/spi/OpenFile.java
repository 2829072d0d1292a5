package io.headroom.spi;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** One version of a file, open for reading. For one thread; closed by whoever called {@link Storage#open}. */
public interface OpenFile extends AutoCloseable {
    /** The metadata of exactly the bytes that {@link #transferTo} sends. */
    FileResource resource();

    /**
     * Sends a range in full.
     *
     * @param range inside {@code [0, resource().size()]}
     * @param target takes every buffer whole before it returns, and doesn't keep it
     * @throws IOException what the target threw, unchanged
     * @throws io.headroom.spi.error.StorageException when the storage fails, also when the file got shorter meanwhile
     */
    void transferTo(ByteRange range, WritableByteChannel target) throws IOException;

    /** Frees what was opened, also half-way through a transfer. Throws nothing; may be called again. */
    @Override
    void close();
}
