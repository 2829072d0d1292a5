package io.headroom.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A reader that goes away after some bytes. */
final class LeavingChannel implements WritableByteChannel {
    private final IOException failure;
    private long left;

    LeavingChannel(long bytes, IOException failure) {
        this.left = bytes;
        this.failure = failure;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (source.remaining() > left) {
            throw failure;
        }
        int taken = source.remaining();
        source.position(source.limit());
        left -= taken;
        return taken;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
