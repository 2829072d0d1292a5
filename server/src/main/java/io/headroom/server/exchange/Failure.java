package io.headroom.server.exchange;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A failure in the words of the protocol: what stands on the status line, in a propstat, or at a member of a 207.
 *
 * @param status the HTTP status
 * @param message one sentence for people; names no host path
 * @param condition the precondition code that goes with it
 * @param storage the figures, when room is what is missing
 * @param headers that go with the status
 */
public record Failure(
        int status,
        String message,
        Optional<Condition> condition,
        Optional<InsufficientStorageException> storage,
        Map<String, String> headers) {
    public static Failure of(RequestRefusedException refusal) {
        return new Failure(
                refusal.status(), refusal.sentence(), refusal.condition(), Optional.empty(), refusal.headers());
    }

    public static Failure of(StorageException failure) {
        Map<String, String> headers = new HashMap<>();
        Optional<InsufficientStorageException> room = Optional.empty();
        if (failure instanceof UnavailableException unavailable) {
            headers.put("Retry-After", Long.toString(unavailable.retryAfter().toSeconds()));
        }
        if (failure instanceof InsufficientStorageException insufficient) {
            room = Optional.of(insufficient);
            if (insufficient.reason() == InsufficientStorageException.Reason.STAGING) {
                // The one shortage that ends by itself soon: other uploads come to their end.
                headers.put("Retry-After", "30");
            }
        }
        return new Failure(FailureStatus.of(failure), sentence(failure), Optional.empty(), room, Map.copyOf(headers));
    }

    /** From this status on nothing was done. */
    public static final int FIRST_REFUSAL = 400;

    /** 500 for what should not happen; the id leads to the log. */
    public static Failure unexpected(String id) {
        return new Failure(
                500,
                "The server failed in a way it was not made for. The log has more under " + id + ".",
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static String sentence(StorageException failure) {
        return switch (failure.kind()) {
            case NOT_FOUND -> "There is nothing at this address.";
            case PARENT_MISSING -> "The folder that should hold this does not exist.";
            case ALREADY_EXISTS -> "Something exists at this address already.";
            case WRONG_KIND -> "This works on the other kind of resource only: file or folder.";
            case NOT_EMPTY -> "The folder is not empty.";
            case NAME_REJECTED -> "This name can't be stored here.";
            case PRECONDITION_FAILED -> "The resource is not as the request demands.";
            case ACCESS_DENIED -> "The storage does not allow this.";
            case TOO_LARGE ->
                "No file may be larger than "
                        + ByteCount.of(failure instanceof TooLargeException large ? large.limitBytes() : Long.MAX_VALUE)
                        + " here.";
            case INSUFFICIENT_STORAGE ->
                failure instanceof InsufficientStorageException insufficient
                        ? RoomSentence.of(insufficient)
                        : "There is no room.";
            case UNSUPPORTED -> "This storage can't do that.";
            case UNAVAILABLE -> "The storage can't be reached at the moment. Try again later.";
            case OUTCOME_UNKNOWN -> "Nobody can tell whether the change took place. Look before you try again.";
            case UNEXPECTED -> "The storage failed.";
        };
    }
}
