package io.headroom.s3;

import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * One version of an object. Its beginning came when it was opened; what lies behind that is asked for when it is to be sent, on
 * condition that it is still the same version. So a file costs one request, or two when it is long, wherever the range lies; what was
 * asked for is read to its end, and a reader that leaves early breaks one connection. Between the two holds no connection.
 *
 * <p>A connection that breaks half-way is taken up again where it broke.
 */
final class S3OpenFile implements OpenFile {
    private static final int BUFFER = 128 * 1024;
    private static final int TRIES = 3;
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final FileResource resource;
    private final StoredObject object;
    private final byte[] beginning;
    private final BucketReads reads;

    /** @param beginning all of the object or its first bytes */
    S3OpenFile(ResourcePath path, StoredObject object, byte[] beginning, BucketReads reads) {
        this.resource = Members.resource(path, object);
        this.object = object;
        this.beginning = beginning;
        this.reads = reads;
    }

    @Override
    public FileResource resource() {
        return resource;
    }

    @Override
    public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
        Objects.checkFromToIndex(range.offset(), range.end(), resource.size());
        if (range.length() == 0) {
            return;
        }
        if (range.end() <= beginning.length) {
            sendBeginning(range, target);
            return;
        }
        long from = Math.max(range.offset(), beginning.length);
        ObjectStream stream = from(from, range.end());
        try {
            // Only now, as it is sure by now that the rest is still there.
            if (range.offset() < from) {
                sendBeginning(new ByteRange(range.offset(), from - range.offset()), target);
            }
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
        sendRest(stream, new ByteRange(from, range.end() - from), target);
    }

    private void sendBeginning(ByteRange range, WritableByteChannel target) throws IOException {
        send(ByteBuffer.wrap(beginning, (int) range.offset(), (int) range.length()), target);
    }

    /** Closes the stream. */
    private void sendRest(ObjectStream first, ByteRange range, WritableByteChannel target) throws IOException {
        byte[] buffer = new byte[BUFFER];
        ObjectStream stream = first;
        int failures = 0;
        try {
            for (long position = range.offset(); position < range.end(); ) {
                int read;
                try {
                    read = read(stream, buffer, range.end() - position);
                    failures = 0;
                } catch (IOException e) {
                    stream.close();
                    failures++;
                    if (failures == TRIES) {
                        throw new UnavailableException(resource.path(), SHORTLY, e);
                    }
                    stream = from(position, range.end());
                    continue;
                }
                send(ByteBuffer.wrap(buffer, 0, read), target);
                position += read;
            }
        } finally {
            stream.close();
        }
    }

    /** Reads on to the very end when the last bytes came, so that the connection can be used again. */
    private static int read(ObjectStream stream, byte[] buffer, long most) throws IOException {
        int read = stream.read(buffer, 0, (int) Math.min(buffer.length, most));
        if (read < 0) {
            throw new EOFException("the object ended too early");
        }
        if (read == most) {
            stream.end();
        }
        return read;
    }

    private ObjectStream from(long offset, long end) {
        try {
            return reads.getRange(object, new ByteRange(offset, end - offset));
        } catch (PreconditionFailedException | NotFoundException e) {
            throw new UnavailableException(resource.path(), SHORTLY, e);
        }
    }

    private static void send(ByteBuffer bytes, WritableByteChannel target) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    /** Nothing is held between calls. */
    @Override
    public void close() {}
}
