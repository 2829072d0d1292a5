package io.headroom.it;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.util.Callback;

/** One HTTP/2 connection without TLS, frame by frame. Thread-safe; closed by its test. */
final class Http2Client implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final HTTP2Client client = new HTTP2Client();
    private final CompletableFuture<Integer> goAway = new CompletableFuture<>();
    private final URI base;
    private final Session session;

    Http2Client(URI base) throws Exception {
        this.base = base;
        client.start();
        this.session = client.connect(new InetSocketAddress(base.getHost(), base.getPort()), new Session.Listener() {
                    @Override
                    public void onGoAway(Session from, GoAwayFrame frame) {
                        goAway.complete(frame.getError());
                    }

                    @Override
                    public void onClose(Session from, GoAwayFrame frame, Callback callback) {
                        goAway.complete(frame.getError());
                        callback.succeeded();
                    }
                })
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** A request whose headers end it. */
    Http2Exchange request(String method, String path, String... headers) throws Exception {
        return open(method, path, true, headers);
    }

    /** A request whose body follows, or never does. */
    Http2Exchange upload(String method, String path, String... headers) throws Exception {
        return open(method, path, false, headers);
    }

    /** @param headers names and values in turn */
    private Http2Exchange open(String method, String path, boolean last, String... headers) throws Exception {
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 0; i < headers.length; i += 2) {
            fields.add(headers[i], headers[i + 1]);
        }
        MetaData.Request request = new MetaData.Request(
                method, HttpURI.from(base.resolve(path).toString()), HttpVersion.HTTP_2, fields.asImmutable());
        Http2Exchange exchange = new Http2Exchange();
        Stream stream = session.newStream(new HeadersFrame(request, null, last), exchange)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return exchange.on(stream);
    }

    /** The error code with which the server ends the connection; waits for it. */
    int goAway() throws Exception {
        return goAway.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isAlive() {
        return !goAway.isDone() && !session.isClosed();
    }

    @Override
    public void close() throws Exception {
        client.stop();
    }
}
