package io.headroom.server.capacity;

import io.headroom.server.escrow.RootRow;
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

    /** One that several nodes share. */
    static Quota of(RootRow row) {
        return new Quota(
                row.root(),
                QuotaLimit.of(row.limit()),
                row.configured() ? Source.CONFIGURATION : Source.ADMINISTRATION);
    }
}
