package io.headroom.server.http;

import io.headroom.server.exchange.ResponseBody;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The connection as a method's body sees it. Closing the channel does nothing: the container ends the answer. */
final class ServletSink implements ResponseBody.Sink, WritableByteChannel {
    private final ServletOutputStream out;

    ServletSink(HttpServletResponse response) throws IOException {
        this.out = response.getOutputStream();
    }

    @Override
    public WritableByteChannel channel() {
        return this;
    }

    @Override
    public OutputStream stream() {
        return out;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        out.write(bytes);
        return count;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // The container's.
    }
}
