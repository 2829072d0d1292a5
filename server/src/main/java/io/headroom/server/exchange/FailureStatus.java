package io.headroom.server.exchange;

import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.StorageException;

/** The one table from a storage's failure to an HTTP status. A new kind doesn't compile until it is answered here. */
public final class FailureStatus {
    private FailureStatus() {}

    public static int of(StorageException failure) {
        return switch (failure.kind()) {
            case NOT_FOUND -> 404;
            case PARENT_MISSING -> 409;
            case ALREADY_EXISTS, WRONG_KIND -> 405;
            case NOT_EMPTY -> 409;
            case NAME_REJECTED ->
                failure instanceof NameRejectedException name && name.reason() == NameRejectedException.Reason.TOO_LONG
                        ? 414
                        : 403;
            case PRECONDITION_FAILED -> 412;
            case ACCESS_DENIED -> 403;
            case TOO_LARGE -> 413;
            case INSUFFICIENT_STORAGE -> 507;
            case UNSUPPORTED -> 501;
            case UNAVAILABLE -> 503;
            case OUTCOME_UNKNOWN, UNEXPECTED -> 500;
        };
    }
}
