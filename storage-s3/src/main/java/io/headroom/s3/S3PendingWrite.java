package io.headroom.s3;

import io.headroom.s3.Multipart.Part;
import io.headroom.s3.UploadMemory.Lease;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An upload. What fits one part stays in a buffer that grows, and goes up in one request at the commit; what is longer goes up in parts
 * as it comes. For one thread.
 */
final class S3PendingWrite implements PendingWrite {
    private static final int FIRST = 16 * 1024;
    private static final int FIRST_OF_KNOWN = 64 * 1024;
    private static final int GROWTH = 8;

    private enum State {
        OPEN,
        PREPARED,
        OVER
    }

    private final S3Writer writer;
    private final UploadMemory memory;
    private final ResourcePath target;
    private final Target seen;
    private final WriteRequest request;
    private final WriteMark mark = WriteMark.unique();
    private final PartPlan plan;
    private State state = State.OPEN;
    private @Nullable Lease buffer;
    private int filled;
    private @Nullable PartTransfer transfer;
    private List<Part> parts = List.of();
    private long written;

    /** @param seen what stands at the target now */
    S3PendingWrite(S3Writer writer, ResourcePath target, Target seen, WriteRequest request) {
        this.writer = writer;
        this.memory = writer.uploads().memory();
        this.target = target;
        this.seen = seen;
        this.request = request;
        this.plan = PartPlan.of(memory, request.expectedBytes());
    }

    @Override
    public void append(ByteBuffer bytes) {
        if (state != State.OPEN) {
            throw new IllegalStateException("the write to " + target + " takes no more");
        }
        try {
            while (bytes.hasRemaining()) {
                Lease room = room();
                int length = Math.min(bytes.remaining(), room.buffer().length - filled);
                bytes.get(room.buffer(), filled, length);
                filled += length;
                written += length;
            }
        } catch (StorageException e) {
            close();
            throw e;
        }
    }

    /** A buffer that isn't full. */
    private Lease room() {
        Lease now = buffer;
        if (now == null) {
            now = memory.lease(target, firstSize());
        } else if (filled < now.buffer().length) {
            return now;
        } else if (transfer == null && filled < plan.size(1)) {
            now = grown(now);
        } else {
            now = sent(now);
        }
        buffer = now;
        return now;
    }

    private int firstSize() {
        OptionalLong expected = request.expectedBytes();
        if (expected.isEmpty()) {
            return FIRST;
        }
        return expected.getAsLong() > plan.first()
                ? plan.first()
                : (int) Math.max(FIRST, Math.min(expected.getAsLong(), FIRST_OF_KNOWN));
    }

    private Lease grown(Lease small) {
        int size = filled < UploadMemory.SMALL
                ? Math.min(Math.min(UploadMemory.SMALL, plan.first()), filled * GROWTH)
                : plan.first();
        long expected = request.expectedBytes().orElse(Long.MAX_VALUE);
        if (expected > filled) {
            size = (int) Math.min(size, expected);
        }
        Lease larger = memory.lease(target, size);
        System.arraycopy(small.buffer(), 0, larger.buffer(), 0, filled);
        small.close();
        return larger;
    }

    private Lease sent(Lease full) {
        PartTransfer parts = transfer();
        send(parts, full);
        return parts.nextBuffer();
    }

    private PartTransfer transfer() {
        PartTransfer begun = transfer;
        if (begun == null) {
            begun = writer.beginTransfer(target, plan, request, mark);
            transfer = begun;
        }
        return begun;
    }

    private void send(PartTransfer parts, Lease full) {
        int length = filled;
        buffer = null;
        filled = 0;
        parts.send(full, length);
    }

    @Override
    public long bytesWritten() {
        return written;
    }

    @Override
    public void prepare() {
        checkNotOver();
        if (state == State.PREPARED) {
            return;
        }
        try {
            if (written > 0) {
                sendRest(transfer());
            }
            state = State.PREPARED;
        } catch (StorageException e) {
            close();
            throw e;
        }
    }

    private void sendRest(PartTransfer begun) {
        Lease rest = buffer;
        if (rest != null && filled > 0) {
            send(begun, rest);
        }
        parts = begun.finish();
    }

    @Override
    public FileResource commit() {
        checkNotOver();
        try {
            PartTransfer begun = transfer;
            if (begun == null) {
                Lease all = buffer;
                ObjectBody body = all == null ? ObjectBody.EMPTY : new ObjectBody(all.buffer(), filled);
                return writer.put(target, seen, request, mark, body);
            }
            if (state == State.OPEN) {
                sendRest(begun);
            }
            return writer.complete(target, seen, request, mark, begun, parts);
        } finally {
            close();
        }
    }

    private void checkNotOver() {
        if (state == State.OVER) {
            throw new IllegalStateException("the write to " + target + " is over");
        }
    }

    @Override
    public void close() {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        Lease rest = buffer;
        if (rest != null) {
            rest.close();
        }
        PartTransfer begun = transfer;
        if (begun != null) {
            begun.abort();
        }
    }
}
