package io.headroom.server.http;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.path.Href;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;

/** Turns a servlet request into a {@link DavRequest}. Thread-safe. */
final class RequestReader {
    private final DavRequest.Context context;

    RequestReader(DavRequest.Context context) {
        this.context = context;
    }

    /** @throws RequestRefusedException when the URL names nothing that could be here */
    DavRequest read(HttpServletRequest request, ServletBody body) {
        return new DavRequest(
                request.getMethod(),
                target(request),
                "",
                request.getScheme(),
                authority(request),
                request::getHeader,
                body,
                context);
    }

    private Href target(HttpServletRequest request) {
        HttpURI uri = ServletContextRequest.getServletContextRequest(request).getHttpURI();
        if (uri.getFragment() != null) {
            // Cut off, it would name another resource: its parent, most often.
            throw RequestRefusedException.badRequest("A request target has no fragment.");
        }
        return context.hrefs().decode(request.getRequestURI());
    }

    private static String authority(HttpServletRequest request) {
        int port = request.getServerPort();
        return port > 0 ? request.getServerName() + ":" + port : request.getServerName();
    }
}
