package io.headroom.spi.testkit;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A file on its way into memory; its bytes take room as they come. */
final class MemoryPendingWrite implements PendingWrite {
    private final MemoryTree tree;
    private final MemoryRoom room;
    private final ResourcePath target;
    private final WriteRequest request;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean open = true;
    private boolean prepared;

    MemoryPendingWrite(MemoryTree tree, MemoryRoom room, ResourcePath target, WriteRequest request) {
        this.tree = tree;
        this.room = room;
        this.target = target;
        this.request = request;
    }

    @Override
    public void append(ByteBuffer source) {
        checkOpen();
        if (prepared) {
            throw new IllegalStateException("the write to " + target + " takes no more");
        }
        int length = source.remaining();
        try {
            room.take(length, target);
        } catch (StorageException e) {
            close();
            throw e;
        }
        byte[] chunk = new byte[length];
        source.get(chunk);
        bytes.write(chunk, 0, length);
    }

    @Override
    public long bytesWritten() {
        return bytes.size();
    }

    @Override
    public void prepare() {
        checkOpen();
        prepared = true;
    }

    @Override
    public FileResource commit() {
        checkOpen();
        try {
            return tree.locked(() -> {
                tree.checkFileTarget(target);
                tree.check(request.precondition(), target);
                MemoryNode.File file = tree.newVersion(
                        ByteBuffer.wrap(bytes.toByteArray()),
                        request.lastModified().orElseGet(tree::now),
                        request.contentType());
                tree.put(target, file);
                open = false;
                return file.at(target);
            });
        } finally {
            close();
        }
    }

    private void checkOpen() {
        if (!open) {
            throw new IllegalStateException("the write to " + target + " is over");
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            room.give(bytes.size());
        }
    }
}
