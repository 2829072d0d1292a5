package io.headroom.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** What is found out about a request and passed on with it, for its answer and for all logs. For one thread. */
final class RequestTags {
    /** The attribute with the request's identifier. */
    static final String ID = "io.headroom.request";

    /** The attribute with the name of who is logged in. */
    static final String USER = "io.headroom.user";

    private RequestTags() {}

    static String id(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(ID));
    }

    static Optional<String> user(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(USER));
    }
}
