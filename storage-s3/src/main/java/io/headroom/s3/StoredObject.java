package io.headroom.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, as listings, HEAD and GET agree on it.
 *
 * @param key decoded
 * @param size in bytes
 * @param etag without quotes; opaque
 * @param lastModified in whole seconds, as a header has no more and a listing may
 */
record StoredObject(String key, long size, String etag, Instant lastModified) {
    StoredObject {
        etag = unquoted(etag);
        lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * As the store tells of it.
     *
     * @param etag null from a store that has none for this object, as some that keep objects in files of a folder: what else tells one
     *     version from another stands for it
     */
    static StoredObject told(String key, long size, @Nullable String etag, Instant lastModified) {
        return new StoredObject(
                key, size, etag == null ? size + "-" + lastModified.toEpochMilli() : etag, lastModified);
    }

    /** An entity tag as our words have it. */
    static String unquoted(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}
