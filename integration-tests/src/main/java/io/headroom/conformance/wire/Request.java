package io.headroom.conformance.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A request as a trial words it. Host, User-Agent, Authorization and Content-Length are added when it is sent.
 *
 * @param target absolute path, escaped
 */
public record Request(String method, String target, List<Header> headers, Content content) {
    public Request {
        headers = List.copyOf(headers);
    }

    public static Request of(String method, String target) {
        return new Request(method, target, List.of(), Content.nothing());
    }

    public Request header(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Request(method, target, more, content);
    }

    public Request content(Content other) {
        return new Request(method, target, headers, other);
    }

    /** XML in UTF-8. */
    public Request xml(String document) {
        return header("Content-Type", "application/xml; charset=utf-8")
                .content(Content.text("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + document));
    }

    /** Whether the head has to say how long the body is: some methods expect one, even an empty one. */
    boolean saysLength() {
        return content.length() > 0 || method.equals("PUT");
    }
}
