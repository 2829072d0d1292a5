package io.headroom.server.method;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;

/** What an Allow header says (RFC 9110 §10.2.1): the methods that this resource takes now. */
public final class AllowedMethods {
    private final boolean readOnly;

    public AllowedMethods(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /** @param resource what stands at the path */
    public String at(ResourcePath path, Optional<? extends Resource> resource) {
        if (readOnly) {
            return resource.isPresent() ? "OPTIONS, GET, HEAD, PROPFIND" : "OPTIONS";
        }
        if (resource.isEmpty()) {
            return "OPTIONS, PUT, MKCOL, LOCK";
        }
        if (path.isRoot()) {
            return "OPTIONS, GET, HEAD, POST, PROPFIND, PROPPATCH, COPY, LOCK, UNLOCK";
        }
        if (resource.get() instanceof CollectionResource) {
            return "OPTIONS, GET, HEAD, POST, DELETE, PROPFIND, PROPPATCH, COPY, MOVE, LOCK, UNLOCK";
        }
        return "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, COPY, MOVE, LOCK, UNLOCK";
    }

    /** When nobody can look. */
    String everything() {
        return readOnly
                ? "OPTIONS, GET, HEAD, PROPFIND"
                : "OPTIONS, GET, HEAD, POST, PUT, MKCOL, DELETE, PROPFIND, PROPPATCH, COPY, MOVE, LOCK, UNLOCK";
    }
}
