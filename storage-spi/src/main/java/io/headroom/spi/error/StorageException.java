package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong on the storage's end. Unchecked: few callers can do more than answer.
 *
 * <p>The message is for the log; it may name host paths and must not be shown to clients.
 */
public abstract sealed class StorageException extends RuntimeException
        permits AccessDeniedException,
                AlreadyExistsException,
                InsufficientStorageException,
                NameRejectedException,
                NotEmptyException,
                NotFoundException,
                OutcomeUnknownException,
                ParentMissingException,
                PreconditionFailedException,
                TooLargeException,
                UnavailableException,
                UnexpectedStorageException,
                UnsupportedException,
                WrongKindException {
    /** The causes that a caller may tell apart. */
    public enum Kind {
        NOT_FOUND,
        PARENT_MISSING,
        ALREADY_EXISTS,
        WRONG_KIND,
        NOT_EMPTY,
        NAME_REJECTED,
        PRECONDITION_FAILED,
        ACCESS_DENIED,
        TOO_LARGE,
        INSUFFICIENT_STORAGE,
        UNSUPPORTED,
        UNAVAILABLE,
        OUTCOME_UNKNOWN,
        UNEXPECTED;

        /** Whether work on many members ends with it, as it would be no different with the next one. */
        public boolean endsAll() {
            return switch (this) {
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

    private final Kind kind;
    private final ResourcePath path;

    StorageException(Kind kind, ResourcePath path, String message, @Nullable Throwable cause) {
        super(message + ": " + path, cause);
        this.kind = kind;
        this.path = path;
    }

    public final Kind kind() {
        return kind;
    }

    /** The resource that the failure is about. */
    public final ResourcePath path() {
        return path;
    }
}
