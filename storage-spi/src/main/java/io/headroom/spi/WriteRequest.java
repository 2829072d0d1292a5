package io.headroom.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a write before its first byte.
 *
 * @param expectedBytes how long the file will be; empty when unknown. A hint to refuse early, never a promise
 * @param contentType to be kept where the backend can
 * @param lastModified what the client says of the file's age; empty for now
 * @param precondition checked at the commit, and where that is cheap at the beginning too
 */
public record WriteRequest(
        OptionalLong expectedBytes,
        Optional<String> contentType,
        Optional<Instant> lastModified,
        Precondition precondition) {
    private static final WriteRequest UNKNOWN =
            new WriteRequest(OptionalLong.empty(), Optional.empty(), Optional.empty(), new Precondition.None());

    /** Any length, create or replace. */
    public static WriteRequest ofUnknownLength() {
        return UNKNOWN;
    }

    /** @param bytes the expected length */
    public static WriteRequest ofLength(long bytes) {
        return new WriteRequest(OptionalLong.of(bytes), Optional.empty(), Optional.empty(), new Precondition.None());
    }

    public WriteRequest with(Precondition other) {
        return new WriteRequest(expectedBytes, contentType, lastModified, other);
    }
}
