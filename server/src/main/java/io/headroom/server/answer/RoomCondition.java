package io.headroom.server.answer;

import io.headroom.spi.error.InsufficientStorageException;

/** What a shortage is in the words of RFC 4331 §6, and in ours. */
final class RoomCondition {
    private RoomCondition() {}

    /** The local name of the condition in the namespace of DAV. */
    static String name(InsufficientStorageException failure) {
        return isQuota(failure) ? "quota-not-exceeded" : "sufficient-disk-space";
    }

    static boolean isQuota(InsufficientStorageException failure) {
        return failure.reason() == InsufficientStorageException.Reason.QUOTA_EXCEEDED;
    }

    /** Whether the owner of a quota is known: what the operating system limits is nobody's in particular. */
    static boolean hasQuotaRoot(InsufficientStorageException failure) {
        return isQuota(failure) && failure.shortage().limit().isPresent();
    }

    /** The reason, as clients are told. */
    static String limitKind(InsufficientStorageException failure) {
        return switch (failure.reason()) {
            case QUOTA_EXCEEDED -> "quota";
            case DISK_FULL -> "volume";
            case NO_INODES -> "inodes";
            case FLOOR -> "floor";
            case BACKEND_LIMIT -> "backend";
            case METADATA_FULL -> "metadata";
            case STAGING -> "staging";
        };
    }
}
