package io.headroom.spi;

import java.nio.ByteBuffer;

/** Base of a layer's writes: passes each call on to the write below. For one thread; {@link #close()} closes that one. */
public abstract class ForwardingWrite implements PendingWrite {
    private final PendingWrite delegate;

    /** @param delegate the write below, owned from here on */
    protected ForwardingWrite(PendingWrite delegate) {
        this.delegate = delegate;
    }

    @Override
    public void append(ByteBuffer bytes) {
        delegate.append(bytes);
    }

    @Override
    public long bytesWritten() {
        return delegate.bytesWritten();
    }

    @Override
    public void prepare() {
        delegate.prepare();
    }

    @Override
    public FileResource commit() {
        return delegate.commit();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
