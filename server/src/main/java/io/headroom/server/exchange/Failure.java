package io.headroom.server.exchange;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.FixedLimit;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.text.Phrase;
import io.headroom.server.text.RoomMessage;
import io.headroom.server.text.Texts;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A failure in the words of the protocol: what stands on the status line, in a propstat, or at a member of a 207.
 *
 * @param status the HTTP status
 * @param wording makes the sentence for people; it names no host path
 * @param condition the precondition code that goes with it
 * @param limit the fixed limit that the request is over
 * @param storage the figures, when room is what is missing
 * @param headers that go with the status
 */
public record Failure(
        int status,
        Function<Texts, String> wording,
        Optional<Condition> condition,
        Optional<FixedLimit> limit,
        Optional<InsufficientStorageException> storage,
        Map<String, String> headers) {
    /** From this status on nothing was done. */
    public static final int FIRST_REFUSAL = 400;

    /** What is wrong with the request itself is said in English only. */
    public static Failure of(RequestRefusedException refusal) {
        return new Failure(
                refusal.status(),
                texts -> refusal.sentence(),
                refusal.condition(),
                refusal.limit(),
                Optional.empty(),
                refusal.headers());
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
        Optional<FixedLimit> limit = failure instanceof TooLargeException large
                ? Optional.of(FixedLimit.ofFile(large.limitBytes()))
                : Optional.empty();
        return new Failure(
                FailureStatus.of(failure),
                texts -> sentence(failure, texts),
                Optional.empty(),
                limit,
                room,
                Map.copyOf(headers));
    }

    /** 500 for what should not happen; the id leads to the log. */
    public static Failure unexpected(String id) {
        return new Failure(
                500,
                texts -> texts.say(Phrase.UNEXPECTED, Map.of("id", id)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** One sentence for people, or a few. */
    public String message(Texts texts) {
        return wording.apply(texts);
    }

    private static String sentence(StorageException failure, Texts texts) {
        return switch (failure.kind()) {
            case NOT_FOUND -> texts.say(Phrase.NOT_FOUND);
            case PARENT_MISSING -> texts.say(Phrase.PARENT_MISSING);
            case ALREADY_EXISTS -> texts.say(Phrase.ALREADY_EXISTS);
            case WRONG_KIND -> texts.say(Phrase.WRONG_KIND);
            case NOT_EMPTY -> texts.say(Phrase.NOT_EMPTY);
            case NAME_REJECTED ->
                texts.say(
                        failure instanceof NameRejectedException name
                                        && name.reason() == NameRejectedException.Reason.UNWANTED
                                ? Phrase.NAME_UNWANTED
                                : Phrase.NAME_REJECTED);
            case PRECONDITION_FAILED -> texts.say(Phrase.PRECONDITION_FAILED);
            case ACCESS_DENIED -> texts.say(Phrase.ACCESS_DENIED);
            case TOO_LARGE ->
                texts.say(
                        Phrase.TOO_LARGE,
                        Map.of(
                                "limit",
                                texts.bytes(
                                        failure instanceof TooLargeException large
                                                ? large.limitBytes()
                                                : Long.MAX_VALUE)));
            case INSUFFICIENT_STORAGE ->
                failure instanceof InsufficientStorageException insufficient
                        ? RoomMessage.of(insufficient, texts).text()
                        : texts.say(Phrase.HEADLINE);
            case UNSUPPORTED -> texts.say(Phrase.UNSUPPORTED);
            case UNAVAILABLE -> texts.say(Phrase.UNAVAILABLE);
            case OUTCOME_UNKNOWN -> texts.say(Phrase.OUTCOME_UNKNOWN);
            case UNEXPECTED -> texts.say(Phrase.STORAGE_FAILED);
        };
    }
}
