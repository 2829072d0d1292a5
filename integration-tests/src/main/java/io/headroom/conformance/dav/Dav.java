package io.headroom.conformance.dav;

import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Request;

/** The requests of WebDAV (RFC 4918 §9), and no more than what each needs. */
public final class Dav {
    private Dav() {}

    public static Request put(String path, Content content) {
        return Request.of("PUT", path).content(content);
    }

    public static Request get(String path) {
        return Request.of("GET", path);
    }

    public static Request delete(String path) {
        return Request.of("DELETE", path);
    }

    public static Request mkcol(String path) {
        return Request.of("MKCOL", path);
    }

    /** @param destination whole URL, escaped */
    public static Request copy(String path, String destination) {
        return Request.of("COPY", path).header("Destination", destination);
    }

    public static Request move(String path, String destination) {
        return Request.of("MOVE", path).header("Destination", destination);
    }

    /** @param what the content of DAV:propfind; the prefix D is DAV:, x is {@code urn:x} */
    public static Request propfind(String path, String depth, String what) {
        return Request.of("PROPFIND", path)
                .header("Depth", depth)
                .xml("<D:propfind xmlns:D=\"DAV:\" xmlns:x=\"urn:x\">" + what + "</D:propfind>");
    }

    /** @param instructions the content of DAV:propertyupdate, with the prefixes of {@link #propfind} */
    public static Request proppatch(String path, String instructions) {
        return Request.of("PROPPATCH", path)
                .xml("<D:propertyupdate xmlns:D=\"DAV:\" xmlns:x=\"urn:x\">" + instructions + "</D:propertyupdate>");
    }

    /** PROPPATCH that sets properties. */
    public static Request set(String path, String properties) {
        return proppatch(path, "<D:set><D:prop>" + properties + "</D:prop></D:set>");
    }

    /** An exclusive write lock for ten minutes, of depth 0. */
    public static Request lock(String path) {
        return Request.of("LOCK", path)
                .header("Depth", "0")
                .header("Timeout", "Second-600")
                .xml("<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>"
                        + "<D:locktype><D:write/></D:locktype>"
                        + "<D:owner>headroom-conformance</D:owner></D:lockinfo>");
    }

    public static Request refresh(String path, String token) {
        return Request.of("LOCK", path).header("Timeout", "Second-600").header("If", "(<" + token + ">)");
    }

    public static Request unlock(String path, String token) {
        return Request.of("UNLOCK", path).header("Lock-Token", "<" + token + ">");
    }
}
