package io.headroom.server.exchange;

import io.headroom.spi.error.InsufficientStorageException;

/** What a 507 says to people: what happened, the figures, and what they can do. */
final class RoomSentence {
    private RoomSentence() {}

    static String of(InsufficientStorageException failure) {
        return figures(failure) + advice(failure.reason());
    }

    private static String figures(InsufficientStorageException failure) {
        if (failure.neededBytes().isEmpty() || failure.availableBytes().isEmpty()) {
            return "Not stored: there is no room left. ";
        }
        return "Not stored: " + ByteCount.of(failure.neededBytes().getAsLong()) + " are needed, "
                + ByteCount.of(failure.availableBytes().getAsLong()) + " are left. ";
    }

    private static String advice(InsufficientStorageException.Reason reason) {
        return switch (reason) {
            case DISK_FULL, FLOOR ->
                "The disk behind this server is full. Delete files that are no longer needed, or ask"
                        + " the server's administrator for a larger disk, then try again.";
            case NO_INODES ->
                "The disk behind this server can't take any more files, whatever their size. Delete files"
                        + " that are no longer needed, or ask the server's administrator, then try again.";
            case QUOTA_EXCEEDED ->
                "The storage allowance is used up. Delete files that are no longer needed, or ask the"
                        + " server's administrator for a larger allowance, then try again.";
            case BACKEND_LIMIT ->
                "The store behind this server has reached its limit. Delete files that are no longer"
                        + " needed, or ask the server's administrator, then try again.";
            case METADATA_FULL ->
                "There is no room for locks and properties. Delete files that are no longer needed, or"
                        + " ask the server's administrator, then try again.";
            case STAGING -> "Too many uploads are on their way at once. Try again in a moment.";
        };
    }
}
