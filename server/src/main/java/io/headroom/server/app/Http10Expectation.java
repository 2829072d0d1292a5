package io.headroom.server.app;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An expectation of an HTTP/1.0 client is ignored (RFC 9110 §10.1.1): it knows no answers before the answer. */
final class Http10Expectation extends Handler.Wrapper {
    Http10Expectation(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                && request.getHeaders().contains(HttpHeader.EXPECT)) {
            request.addHttpStreamWrapper(WithoutContinue::new);
        }
        return super.handle(request, response, callback);
    }

    private static final class WithoutContinue extends HttpStream.Wrapper {
        WithoutContinue(HttpStream stream) {
            super(stream);
        }

        @Override
        public void send(
                MetaData.Request request,
                MetaData.Response response,
                boolean last,
                ByteBuffer content,
                Callback callback) {
            if (response != null && response.getStatus() == HttpStatus.CONTINUE_100) {
                callback.succeeded();
            } else {
                super.send(request, response, last, content, callback);
            }
        }
    }
}
