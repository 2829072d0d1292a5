package io.headroom.server.app;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Lets requests under way come to their end when the server stops: a sender that pauses is waited for as on any other day, while
 * connections without a request are closed soon. New requests get 503, and their connection is closed. Thread-safe.
 */
final class GracefulStop extends GracefulHandler {
    /** For a request that is on its way already, so that it gets its 503. */
    private static final long UNUSED_MILLIS = 1000;

    /** By connection: how many requests are under way. */
    private final Map<EndPoint, Integer> running = new ConcurrentHashMap<>();

    /** @param handler of all requests */
    GracefulStop(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint connection = connection(request);
        running.merge(connection, 1, Integer::sum);
        Request.addCompletionListener(request, failure -> ended(connection));
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            request.addHttpStreamWrapper(Last::new);
        }
        return super.handle(request, response, callback);
    }

    /** The one that the connector knows, below TLS. */
    private static EndPoint connection(Request request) {
        EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
        while (connection instanceof EndPoint.Wrapper wrapper) {
            connection = wrapper.unwrap();
        }
        return connection;
    }

    private void ended(EndPoint connection) {
        running.compute(connection, (key, count) -> count == null || count == 1 ? null : count - 1);
        if (isShutdown()) {
            closeUnlessRunning(connection);
        }
    }

    /**
     * A shorter time counts at once, so it must not be set for a request whose sender pauses, not even for a moment. A request
     * that begins meanwhile is one that gets 503.
     */
    private void closeUnlessRunning(EndPoint connection) {
        if (!running.containsKey(connection)) {
            connection.setIdleTimeout(UNUSED_MILLIS);
        }
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> allEnded = super.shutdown();
        for (Connector connector : getServer().getConnectors()) {
            connector.getConnectedEndPoints().forEach(this::closeUnlessRunning);
        }
        return allEnded;
    }

    /** Tells the client of HTTP/1 that no other request is taken on this connection; HTTP/2 has GOAWAY. */
    private final class Last extends HttpStream.Wrapper {
        Last(HttpStream stream) {
            super(stream);
        }

        @Override
        public void prepareResponse(HttpFields.Mutable headers) {
            super.prepareResponse(headers);
            if (isShutdown()) {
                headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            }
        }
    }
}
