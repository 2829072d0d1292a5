package io.headroom.server.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * An HTTP/2 answer that is whole before its request is: the stream is reset with NO_ERROR, and the answer counts (RFC 9113
 * §8.1). The container has it so in mind, but wraps the cause that it then looks for, and resets with CANCEL, on which clients
 * drop the answer. It also resets in the same breath, and clients that find answer and reset together while they send (curl
 * 7.88 is one) tell of the reset only; so the reset comes a moment later. Meanwhile the sender is held up by its stream's
 * window. Thread-safe.
 */
public final class EarlyAnswer extends Handler.Wrapper {
    private static final long MOMENT_MILLIS = 100;

    /** @param handler of all requests */
    public EarlyAnswer(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            Scheduler scheduler = request.getComponents().getScheduler();
            request.addHttpStreamWrapper(stream -> new Stream(stream, scheduler));
        }
        return super.handle(request, response, callback);
    }

    private static final class Stream extends HttpStream.Wrapper {
        private final Scheduler scheduler;
        private volatile boolean whole;

        Stream(HttpStream stream, Scheduler scheduler) {
            super(stream);
            this.scheduler = scheduler;
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            super.send(request, response, last, content, last ? noting(callback) : callback);
        }

        private Callback noting(Callback callback) {
            return new Callback.Nested(callback) {
                @Override
                public void succeeded() {
                    whole = true;
                    super.succeeded();
                }
            };
        }

        @Override
        public void failed(Throwable cause) {
            if (whole && HttpStream.CONTENT_NOT_CONSUMED.equals(cause.getCause())) {
                scheduler.schedule(
                        () -> super.failed(HttpStream.CONTENT_NOT_CONSUMED), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                super.failed(cause);
            }
        }
    }
}
