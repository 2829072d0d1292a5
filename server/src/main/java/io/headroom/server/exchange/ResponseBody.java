package io.headroom.server.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;

/** The content of an answer, written when the status and the headers are settled. */
public interface ResponseBody extends AutoCloseable {
    /** Where the bytes go: two views of the same connection. */
    interface Sink {
        /** Takes every buffer whole before it returns. */
        WritableByteChannel channel() throws IOException;

        OutputStream stream() throws IOException;
    }

    /**
     * @throws IOException when the client went away
     * @throws io.headroom.spi.error.StorageException when the storage failed half-way
     */
    void writeTo(Sink sink) throws IOException;

    /** Frees what the body held open, written or not. */
    @Override
    default void close() {}
}
