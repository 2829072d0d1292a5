package io.headroom.server.answer;

import io.headroom.spi.path.ResourcePath;

/** The URLs of resources as the client sees them: absolute paths, percent-encoded. */
public interface Hrefs {
    /** Of a resource, whatever it is. */
    String resource(ResourcePath path);

    /** Of a collection: with a slash at the end. */
    String collection(ResourcePath path);
}
