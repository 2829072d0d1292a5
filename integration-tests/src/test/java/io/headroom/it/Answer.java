package io.headroom.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server answered. */
final class Answer {
    private final String statusLine;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    /**
     * @param statusLine without its line end
     * @param headers in their order
     */
    Answer(String statusLine, List<Map.Entry<String, String>> headers, byte[] body) {
        this.statusLine = statusLine;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    String statusLine() {
        return statusLine;
    }

    int status() {
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** The first value under a name; the case of the name doesn't matter. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A header that has to be there. */
    String require(String name) {
        return header(name).orElseThrow(() -> new AssertionError("no header " + name + " in " + this));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    MultiStatusView multiStatus() {
        if (status() != 207) {
            throw new AssertionError("not a 207: " + this);
        }
        return MultiStatusView.parse(body);
    }

    /** The body of a refusal: the local names of the conditions inside {@code DAV:error}. */
    List<String> conditions() {
        return MultiStatusView.conditions(MultiStatusView.root(body));
    }

    @Override
    public String toString() {
        return statusLine + " " + headers + "\n" + text();
    }
}
