package io.headroom.spi;

/** What a look-up or a listing yields. */
public sealed interface Resource permits CollectionResource, FileResource, UnreadableResource {
    ResourcePath path();
}
