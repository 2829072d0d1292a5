package io.headroom.server.capacity;

import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.ForwardingWrite;
import io.headroom.spi.Limits;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;

/**
 * The layer that refuses uploads over a size that somebody set, before the first byte where the length is known. It stands above
 * the question of room: this reason stays, however much is freed. Thread-safe.
 */
public final class LargestFile extends ForwardingStorage {
    private final long bytes;

    /**
     * @param storage owned from here on
     * @param bytes the most that one file may have
     */
    public LargestFile(Storage storage, long bytes) {
        super(storage);
        this.bytes = bytes;
    }

    @Override
    public Limits limits() {
        Limits limits = delegate().limits();
        return new Limits(Math.min(bytes, limits.largestFile()), limits.longestName(), limits.longestPath());
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        if (request.expectedBytes().orElse(0) > bytes) {
            throw new TooLargeException(target, limits().largestFile());
        }
        return new LimitedWrite(target, delegate().beginWrite(target, request));
    }

    /** For one thread. */
    private final class LimitedWrite extends ForwardingWrite {
        private final ResourcePath target;

        LimitedWrite(ResourcePath target, PendingWrite write) {
            super(write);
            this.target = target;
        }

        @Override
        public void append(ByteBuffer content) {
            if (content.remaining() > bytes - bytesWritten()) {
                throw new TooLargeException(target, limits().largestFile());
            }
            super.append(content);
        }
    }
}
