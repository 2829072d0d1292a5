package io.headroom.spi;

import io.headroom.spi.path.ResourcePath;

/** What a look-up or a listing yields. */
public sealed interface Resource permits CollectionResource, FileResource, UnreadableResource {
    ResourcePath path();
}
