package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;

/**
 * A limit that somebody set on a collection, whether that exists yet or not.
 *
 * @param root the collection that it holds for, with all below
 * @param source who set it
 */
public record Quota(ResourcePath root, QuotaLimit limit, Source source) {
    /** Where a quota comes from. */
    public enum Source {
        /** The settings: only they can change it. */
        CONFIGURATION,
        /** The administration, kept in the metadata. */
        ADMINISTRATION
    }
}
