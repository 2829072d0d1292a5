package io.headroom.server.mount;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import java.nio.ByteBuffer;

/** A write into a mounted storage, as the outside knows it. */
record OuterWrite(PendingWrite write, OuterView view) implements PendingWrite {
    @Override
    public void append(ByteBuffer bytes) {
        view.told(() -> write.append(bytes));
    }

    @Override
    public long bytesWritten() {
        return write.bytesWritten();
    }

    @Override
    public void prepare() {
        view.told(write::prepare);
    }

    @Override
    public FileResource commit() {
        return view.outerFile(view.told(write::commit));
    }

    @Override
    public void close() {
        write.close();
    }
}
