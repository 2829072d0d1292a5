package io.headroom.s3;

import io.headroom.spi.error.StorageException;

/** Which failures are those of one member, and which of the whole. */
final class TreeFailures {
    private TreeFailures() {}

    /** Whether it would be no different with the next member. */
    static boolean endsAll(StorageException failure) {
        return switch (failure.kind()) {
            case INSUFFICIENT_STORAGE, UNAVAILABLE, OUTCOME_UNKNOWN -> true;
            case NOT_FOUND,
                    PARENT_MISSING,
                    ALREADY_EXISTS,
                    WRONG_KIND,
                    NOT_EMPTY,
                    NAME_REJECTED,
                    PRECONDITION_FAILED,
                    ACCESS_DENIED,
                    TOO_LARGE,
                    UNSUPPORTED,
                    UNEXPECTED -> false;
        };
    }
}
