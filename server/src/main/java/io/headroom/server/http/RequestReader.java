package io.headroom.server.http;

import io.headroom.server.exchange.Caller;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.path.Href;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/** Turns a servlet request into a {@link DavRequest}. Thread-safe. */
final class RequestReader {
    private static final Set<String> LISTS = Set.of("If-Match", "If-None-Match", "Accept-Language");

    private final DavRequest.Context context;
    private final Clock clock;
    private final UploadSlots slots;

    RequestReader(DavRequest.Context context, Clock clock, UploadSlots slots) {
        this.context = context;
        this.clock = clock;
        this.slots = slots;
    }

    /** Closed by the caller. */
    ServletBody body(HttpServletRequest request, RequestTimes times) {
        return new ServletBody(request, clock, slots, times);
    }

    /** @throws RequestRefusedException when the URL names nothing that could be here */
    DavRequest read(HttpServletRequest request, ServletBody body, Caller caller) {
        requireKnownCoding(request);
        return new DavRequest(
                request.getMethod(),
                target(request),
                caller,
                request.getScheme(),
                authority(request),
                name -> text(value(request, name)),
                body,
                context);
    }

    /** The container undoes chunks and nothing else: what is coded beside that would be stored as it is (RFC 9112 §6.1). */
    private static void requireKnownCoding(HttpServletRequest request) {
        String coding = request.getHeader("Transfer-Encoding");
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            throw new RequestRefusedException(501, "The only transfer coding that is known here is chunked.");
        }
    }

    private Href target(HttpServletRequest request) {
        HttpURI uri = ServletContextRequest.getServletContextRequest(request).getHttpURI();
        if (uri.getFragment() != null) {
            // Cut off, it would name another resource: its parent, most often.
            throw RequestRefusedException.badRequest("A request target has no fragment.");
        }
        return context.hrefs().decode(request.getRequestURI());
    }

    private static @Nullable String value(HttpServletRequest request, String name) {
        return LISTS.contains(name) ? joined(request, name) : request.getHeader(name);
    }

    /** A list may come in several lines, which mean the same as one (RFC 9110 §5.3). Null when there is none. */
    static @Nullable String joined(HttpServletRequest request, String name) {
        return request.getHeader(name) == null ? null : String.join(", ", Collections.list(request.getHeaders(name)));
    }

    /**
     * The container takes the octets of a header for Latin-1. Clients that don't escape a Destination write UTF-8, which would
     * become another name without anybody noticing; what is no UTF-8 stays as it is.
     */
    private static @Nullable String text(@Nullable String header) {
        if (header == null || header.chars().allMatch(c -> c < 0x80)) {
            return header;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }

    /** The Host, port included. */
    static String authority(HttpServletRequest request) {
        int port = request.getServerPort();
        return port > 0 ? request.getServerName() + ":" + port : request.getServerName();
    }
}
