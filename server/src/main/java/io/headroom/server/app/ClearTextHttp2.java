package io.headroom.server.app;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 without TLS on the port of HTTP/1.1: for clients that know (RFC 9113 §3.3), which includes proxies, and for those that
 * ask with {@code Upgrade: h2c}.
 */
final class ClearTextHttp2 extends HTTP2CServerConnectionFactory {
    private ClearTextHttp2(HttpConfiguration configuration) {
        super(configuration);
    }

    /** @param http what holds for HTTP/1.1 as well */
    static ClearTextHttp2 factory(HttpConfiguration http) {
        ClearTextHttp2 factory = new ClearTextHttp2(new HttpConfiguration(http));
        Http2Limits.set(factory);
        return factory;
    }

    /** A body would be lost on the way: it comes in HTTP/1.1, and nobody would read it as such. So the request stays there. */
    @Override
    public @Nullable Connection upgradeConnection(
            Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response101) {
        return request.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)
                ? null
                : super.upgradeConnection(connector, endPoint, request, response101);
    }
}
