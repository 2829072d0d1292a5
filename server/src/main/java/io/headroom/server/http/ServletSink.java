package io.headroom.server.http;

import io.headroom.server.exchange.ResponseBody;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** The connection as a method's body sees it. Closing the channel does nothing: the container ends the answer. */
final class ServletSink implements ResponseBody.Sink, WritableByteChannel {
    private final ServletOutputStream out;
    private final RequestTimes times;
    private final OutputStream stream;

    ServletSink(HttpServletResponse response, RequestTimes times) throws IOException {
        this.out = response.getOutputStream();
        this.times = times;
        this.stream = new TimedStream(out, times);
    }

    @Override
    public WritableByteChannel channel() {
        return this;
    }

    @Override
    public OutputStream stream() {
        return stream;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        long start = System.nanoTime();
        out.write(bytes);
        times.wrote(System.nanoTime() - start);
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

    private static final class TimedStream extends FilterOutputStream {
        private final RequestTimes times;

        private TimedStream(OutputStream out, RequestTimes times) {
            super(out);
            this.times = times;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long start = System.nanoTime();
            out.write(bytes, offset, length);
            times.wrote(System.nanoTime() - start);
        }

        @Override
        public void flush() throws IOException {
            long start = System.nanoTime();
            out.flush();
            times.wrote(System.nanoTime() - start);
        }
    }
}
