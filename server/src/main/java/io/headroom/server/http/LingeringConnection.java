package io.headroom.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection whose request was answered before its body was read (RFC 9112 §9.6). It closes its own side, reads
 * and drops what the client still sends, and closes when the client does or when patience ends. Closing at once would make TCP
 * erase the answer before a client sees it that writes everything first. It holds no thread and no buffer while it waits: it
 * costs what an idle connection costs, for a shorter time, and so there is no limit of its own to how many may linger.
 */
final class LingeringConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final int BUFFER = 64 * 1024;
    /** After so many full buffers the thread serves others first. */
    private static final int BUFFERS_A_TURN = 64;

    private final ByteBufferPool buffers;
    private final Scheduler scheduler;
    private final Duration longest;
    private Scheduler.@Nullable Task end;

    private LingeringConnection(
            EndPoint endPoint, Executor executor, ByteBufferPool buffers, Scheduler scheduler, Duration longest) {
        super(endPoint, executor);
        this.buffers = buffers;
        this.scheduler = scheduler;
        this.longest = longest;
    }

    /**
     * To be called before the answer is sent, which must say {@code Connection: close}: when it is out, the connection lingers.
     *
     * @param longest how long the client may go on sending
     */
    static void after(Request request, Duration longest) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        Connector connector = connection.getConnector();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new LingeringConnection(
                        connection.getConnection().getEndPoint(),
                        connector.getExecutor(),
                        connector.getByteBufferPool(),
                        connector.getScheduler(),
                        longest));
        request.addHttpStreamWrapper(UnreadStream::new);
    }

    /** Keeps the container from closing at once, which is what it does when a body was not read. */
    private static final class UnreadStream extends HttpStream.Wrapper {
        UnreadStream(HttpStream stream) {
            super(stream);
        }

        @Override
        public void failed(Throwable cause) {
            if (HttpStream.CONTENT_NOT_CONSUMED.equals(cause.getCause())) {
                succeeded();
            } else {
                super.failed(cause);
            }
        }
    }

    /** What the container had read ahead is a part of what is dropped. */
    @Override
    public void onUpgradeTo(ByteBuffer readAhead) {}

    @Override
    public void onOpen() {
        super.onOpen();
        end = scheduler.schedule(this::close, longest.toMillis(), TimeUnit.MILLISECONDS);
        getEndPoint().shutdownOutput();
        fillInterested();
    }

    @Override
    public void onFillable() {
        RetainableByteBuffer waste = buffers.acquire(BUFFER, true);
        try {
            for (int i = 0; i < BUFFERS_A_TURN; i++) {
                int filled = getEndPoint().fill(waste.getByteBuffer());
                if (filled < 0) {
                    close();
                    return;
                }
                if (filled == 0) {
                    break;
                }
                waste.clear();
            }
            fillInterested();
        } catch (IOException e) {
            // The client went away, which is what was waited for.
            close();
        } finally {
            waste.release();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        Scheduler.Task task = end;
        if (task != null) {
            task.cancel();
        }
        super.onClose(cause);
    }
}
