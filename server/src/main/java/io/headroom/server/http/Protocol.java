package io.headroom.server.http;

import jakarta.servlet.http.HttpServletRequest;

/** What the version of HTTP decides about a message's frame. */
enum Protocol {
    /** Knows neither chunks nor answers before the answer. */
    HTTP_1_0,
    HTTP_1_1,
    /** Messages are streams of a connection that lives on. */
    HTTP_2;

    static Protocol of(HttpServletRequest request) {
        String name = request.getProtocol();
        if (name.startsWith("HTTP/2")) {
            return HTTP_2;
        }
        return name.equals("HTTP/1.1") ? HTTP_1_1 : HTTP_1_0;
    }

    boolean isMultiplexed() {
        return this == HTTP_2;
    }
}
