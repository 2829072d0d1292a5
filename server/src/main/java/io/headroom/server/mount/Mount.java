package io.headroom.server.mount;

import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;

/**
 * A storage at its place.
 *
 * @param storage takes and gives paths below the place
 * @param incoming what the paths begin with that no client sees
 */
record Mount(ResourcePath place, Storage storage, String incoming) {
    Mount(ResourcePath place, Storage storage) {
        this(place, storage, Incoming.prefix(place));
    }

    boolean hides(ResourcePath path) {
        return path.toString().startsWith(incoming);
    }
}
