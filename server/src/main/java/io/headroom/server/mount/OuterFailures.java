package io.headroom.server.mount;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Tells a mounted storage's failures with the paths that the outside knows. A new kind doesn't compile until it is told here. */
final class OuterFailures {
    private final UnaryOperator<ResourcePath> outer;

    /** @param outer makes the outside's path */
    OuterFailures(UnaryOperator<ResourcePath> outer) {
        this.outer = outer;
    }

    /** The same failure; the one from inside is its cause. */
    StorageException of(StorageException inner) {
        ResourcePath path = outer.apply(inner.path());
        return switch (inner.kind()) {
            case NOT_FOUND -> new NotFoundException(path, inner);
            case PARENT_MISSING -> new ParentMissingException(path, inner);
            case ALREADY_EXISTS -> new AlreadyExistsException(path, inner);
            case WRONG_KIND -> new WrongKindException(path, inner);
            case NOT_EMPTY -> new NotEmptyException(path, inner);
            case PRECONDITION_FAILED -> new PreconditionFailedException(path, inner);
            case ACCESS_DENIED -> new AccessDeniedException(path, inner);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(path, inner);
            case UNEXPECTED -> new UnexpectedStorageException(path, inner);
            case INSUFFICIENT_STORAGE -> insufficient(path, (InsufficientStorageException) inner);
            case UNAVAILABLE -> new UnavailableException(path, retryAfter(inner), inner);
            case NAME_REJECTED -> new NameRejectedException(path, ((NameRejectedException) inner).reason(), inner);
            case TOO_LARGE -> new TooLargeException(path, ((TooLargeException) inner).limitBytes(), inner);
            case UNSUPPORTED -> new UnsupportedException(path, "by what is mounted there", inner);
        };
    }

    private static Duration retryAfter(StorageException inner) {
        return ((UnavailableException) inner).retryAfter();
    }

    private InsufficientStorageException insufficient(ResourcePath path, InsufficientStorageException inner) {
        Shortage known = inner.shortage();
        Shortage shortage = new Shortage(
                outer.apply(known.owner()),
                known.unit(),
                known.limit(),
                known.used(),
                known.reserved(),
                known.needed(),
                known.available());
        return new InsufficientStorageException(inner.reason(), path, shortage, inner);
    }
}
