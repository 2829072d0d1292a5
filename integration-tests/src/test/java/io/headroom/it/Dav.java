package io.headroom.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests in sentences. Paths are sent as they are written, below the base of the server; each request has a connection of its
 * own, so that no answer depends on the one before.
 */
final class Dav {
    private final URI base;
    private final Map<String, String> always;

    /** @param base of the share, with a slash at the end */
    Dav(URI base) {
        this(base, Map.of());
    }

    private Dav(URI base, Map<String, String> always) {
        this.base = base;
        this.always = always;
    }

    /** The same, logged in. */
    Dav as(String name, String password) {
        byte[] credentials = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Dav(
                base, Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    /** @param path below the share, escaped, with its first slash */
    Request request(String method, String path) {
        return new Request(method, path);
    }

    Answer put(String path, String content) {
        return request("PUT", path).body(content).send();
    }

    Answer get(String path) {
        return request("GET", path).send();
    }

    Answer head(String path) {
        return request("HEAD", path).send();
    }

    Answer delete(String path) {
        return request("DELETE", path).send();
    }

    Answer mkcol(String path) {
        return request("MKCOL", path).send();
    }

    Answer options(String path) {
        return request("OPTIONS", path).send();
    }

    Answer copy(String from, String to) {
        return request("COPY", from).destination(to).send();
    }

    Answer move(String from, String to) {
        return request("MOVE", from).destination(to).send();
    }

    /** Everything that is there by default: an allprop without saying so. */
    MultiStatusView propfind(String path, String depth) {
        return request("PROPFIND", path).header("Depth", depth).send().multiStatus();
    }

    /** @param properties elements inside {@code DAV:prop}; the prefix D is DAV:, the prefix x is urn:x */
    MultiStatusView propfind(String path, String depth, String properties) {
        return propfindBody(path, depth, "<D:prop>" + properties + "</D:prop>").multiStatus();
    }

    /** @param content of {@code DAV:propfind} */
    Answer propfindBody(String path, String depth, String content) {
        return request("PROPFIND", path)
                .header("Depth", depth)
                .xml("<D:propfind xmlns:D='DAV:' xmlns:x='urn:x'>" + content + "</D:propfind>")
                .send();
    }

    /** @param instructions content of {@code DAV:propertyupdate}; the prefix D is DAV:, the prefix x is urn:x */
    Answer proppatch(String path, String instructions) {
        return request("PROPPATCH", path).update(instructions).send();
    }

    /** Sets one dead property named {@code urn:x}. */
    void setProperty(String path, String localName, String value) {
        Answer answer = proppatch(
                path, "<D:set><D:prop><x:" + localName + ">" + value + "</x:" + localName + "></D:prop></D:set>");
        answer.multiStatus().requireStatus("{urn:x}" + localName, 200);
    }

    /** Takes an exclusive write lock. */
    Request lock(String path, String depth) {
        return request("LOCK", path)
                .header("Depth", depth)
                .xml("<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
                        + "<D:locktype><D:write/></D:locktype><D:owner>me</D:owner></D:lockinfo>");
    }

    /** @return the token, with its angle brackets */
    String locked(String path, String depth) {
        Answer answer = lock(path, depth).send();
        if (answer.status() != 200 && answer.status() != 201) {
            throw new AssertionError("not locked: " + answer);
        }
        return answer.require("Lock-Token");
    }

    /** One request; its headers are sent in the order in which they were named. */
    final class Request {
        private final String method;
        private final String path;
        private final Map<String, String> headers = new LinkedHashMap<>(always);
        private byte[] body = new byte[0];

        private Request(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Request header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** @param to below the share, sent as an absolute URL */
        Request destination(String to) {
            return header("Destination", url(to));
        }

        /** @param token with its angle brackets */
        Request token(String token) {
            return header("If", "(" + token + ")");
        }

        Request body(String content) {
            return body(content.getBytes(StandardCharsets.UTF_8));
        }

        Request body(byte[] content) {
            body = content;
            return header("Content-Length", Integer.toString(content.length));
        }

        Request xml(String content) {
            return header("Content-Type", "application/xml; charset=utf-8").body(content);
        }

        /** @param instructions content of {@code DAV:propertyupdate} */
        Request update(String instructions) {
            return xml("<D:propertyupdate xmlns:D='DAV:' xmlns:x='urn:x'>" + instructions + "</D:propertyupdate>");
        }

        Answer send() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StringBuilder head = new StringBuilder(method + " " + target(path) + " HTTP/1.1\r\n");
            head.append("Host: ").append(base.getAuthority()).append("\r\nConnection: close\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(body);
            try (RawClient connection = raw()) {
                return connection.send(bytes.toByteArray()).read(method);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A connection of its own; closed by the caller. */
    RawClient raw() throws IOException {
        return new RawClient(base.getHost(), base.getPort());
    }

    /** The request target of a path below the share. */
    String target(String path) {
        String top = base.getRawPath();
        return top.substring(0, top.length() - 1) + path;
    }

    /** The absolute URL of a path below the share. */
    String url(String path) {
        return "http://" + base.getAuthority() + target(path);
    }
}
