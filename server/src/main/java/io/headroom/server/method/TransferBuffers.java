package io.headroom.server.method;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Direct buffers that bodies pass through on their way in, kept for the next upload. Thread-safe. Bounded: more uploads at once
 * than are kept get buffers of their own, which are dropped afterwards.
 */
final class TransferBuffers {
    private static final int SIZE = 128 * 1024;
    private static final int KEPT = 64;

    private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

    /** A buffer for one upload; given back by closing. */
    Lease lease() {
        ByteBuffer known = free.poll();
        return new Lease(known == null ? ByteBuffer.allocateDirect(SIZE) : known);
    }

    final class Lease implements AutoCloseable {
        private final ByteBuffer buffer;

        private Lease(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        ByteBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            buffer.clear();
            boolean kept = free.offer(buffer);
            assert kept || free.remainingCapacity() == 0;
        }
    }
}
