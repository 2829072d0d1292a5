package io.headroom.server.admin;

import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** A request for the administration, read strictly. For one thread. */
final class AdminRequest {
    private static final int LONGEST_BODY = 16 * 1024;

    private final Request request;
    private final Fields query;

    /** @throws AdminRefusedException when the query is no UTF-8 */
    AdminRequest(Request request) {
        this.request = request;
        try {
            this.query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw new AdminRefusedException(400, "The part after the question mark is not well encoded.");
        }
    }

    /** HEAD is asked as GET, and its answer's body is not sent. */
    String method() {
        return request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    }

    boolean changes() {
        return !method().equals("GET");
    }

    String path() {
        return Request.getPathInContext(request);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    HttpFields headers() {
        return request.getHeaders();
    }

    /** The name that the client knows this server by, without brackets and port. */
    String host() {
        String name = Request.getServerName(request);
        return name == null ? "" : name.replaceAll("^\\[|]$", "");
    }

    /** @throws AdminRefusedException when it is there more than once */
    Optional<String> parameter(String name) {
        List<String> values = query.getValuesOrEmpty(name);
        if (values.size() > 1) {
            throw new AdminRefusedException(400, "The parameter '" + name + "' is there more than once.");
        }
        return values.stream().findFirst();
    }

    /** @throws AdminRefusedException when it is missing */
    String require(String name) {
        return parameter(name)
                .orElseThrow(() -> new AdminRefusedException(400, "The parameter '" + name + "' is missing."));
    }

    /** The parameter {@code path}. */
    ResourcePath requirePath() {
        return pathOf("path", require("path"));
    }

    /** A slash at the end is as good as none. */
    static ResourcePath pathOf(String name, String text) {
        try {
            boolean slash = text.length() > 1 && text.endsWith("/");
            return ResourcePath.parse(slash ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(
                    400, "The parameter '" + name + "' must be a path such as /alice: " + e.getMessage() + ".");
        }
    }

    /** @throws IOException when the client's end failed */
    String body() throws IOException {
        try (InputStream in = Request.asInputStream(request)) {
            byte[] bytes = in.readNBytes(LONGEST_BODY + 1);
            if (bytes.length > LONGEST_BODY) {
                throw new AdminRefusedException(413, "The body is longer than " + LONGEST_BODY + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
