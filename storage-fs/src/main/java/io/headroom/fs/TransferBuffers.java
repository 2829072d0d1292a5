package io.headroom.fs;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Direct buffers that are used again. Thread-safe. */
final class TransferBuffers {
    private static final int KEPT = 64;
    private static final int BYTES = 128 * 1024;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(KEPT);

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
    }

    void give(ByteBuffer buffer) {
        free.offer(buffer);
    }
}
