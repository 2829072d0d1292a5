package io.headroom.server.app;

import io.headroom.server.http.ConnectionsPerAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes what one address has too much of, at once: before TLS, without an answer. An answer would need a handshake and a request, and
 * would hold what is to be saved until the client cares to send one; clients try again after a closed connection. The container's own
 * limits count all addresses together.
 */
final class LimitedConnector extends ServerConnector {
    private final ConnectionsPerAddress limit;

    LimitedConnector(Server server, int acceptors, ConnectionsPerAddress limit, ConnectionFactory... factories) {
        super(server, acceptors, -1, factories);
        this.limit = limit;
    }

    /** Of the socket: once for each, with TLS and HTTP/2 as without. */
    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        if (endPoint.getRemoteSocketAddress() instanceof InetSocketAddress sender
                && !limit.admits(endPoint, sender.getAddress())) {
            endPoint.close();
        }
    }

    /** However it ended. */
    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        limit.closed(endPoint);
        super.onEndPointClosed(endPoint);
    }
}
