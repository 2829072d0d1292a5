package io.headroom.conformance.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What the server answered, whole. Immutable: nobody changes the bytes of the body. */
public final class Reply {
    private final String statusLine;
    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    Reply(String statusLine, int status, List<Header> headers, byte[] body) {
        this.statusLine = statusLine;
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    Reply withBody(byte[] bytes) {
        return new Reply(statusLine, status, headers, bytes);
    }

    /** Without its line end. */
    public String statusLine() {
        return statusLine;
    }

    public int status() {
        return status;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The first value under a name; the case of the name doesn't matter. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** All values under a name, with commas between; empty when there is none. */
    public String list(String name) {
        return String.join(
                ", ",
                headers.stream()
                        .filter(header -> header.name().equalsIgnoreCase(name))
                        .map(Header::value)
                        .toList());
    }

    public byte[] body() {
        return body;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The status and its phrase. */
    @Override
    public String toString() {
        return statusLine.replaceFirst("^HTTP/\\S+ ", "");
    }
}
