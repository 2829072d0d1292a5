package io.headroom.server.text;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.Shortage;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a 507 says to people.
 *
 * @param headline what happened: that nothing was stored, what it needs and what is left
 * @param limit which limit stands in the way, and how far it is used up
 * @param advice what can be done about it
 */
public record RoomMessage(String headline, String limit, String advice) {
    public static RoomMessage of(InsufficientStorageException failure, Texts texts) {
        Shortage shortage = failure.shortage();
        boolean bytes = shortage.unit() == Shortage.Unit.BYTES;
        return new RoomMessage(
                bytes ? headlineOfBytes(shortage, texts) : headlineOfEntries(shortage, texts),
                limit(failure.reason(), shortage, texts) + reserved(shortage, texts),
                advice(failure.reason(), shortage, texts));
    }

    /** All of it in one line. */
    public String text() {
        return headline + " " + limit + " " + advice;
    }

    private static String headlineOfBytes(Shortage shortage, Texts texts) {
        if (shortage.missing().orElse(0) == 0) {
            return texts.say(Phrase.HEADLINE);
        }
        long needed = shortage.needed().orElseThrow();
        long available = shortage.available().orElseThrow();
        if (available == 0) {
            return texts.say(Phrase.HEADLINE_NO_BYTES, Map.of("needed", texts.bytes(needed)));
        }
        String neededText = texts.bytes(needed);
        String availableText = texts.bytes(available, RoundingMode.DOWN);
        if (neededText.equals(availableText)) {
            // "Needs 1.0 GiB, has 1.0 GiB" explains nothing.
            neededText = texts.exactBytes(needed);
            availableText = texts.exactBytes(available);
        }
        return texts.say(Phrase.HEADLINE_BYTES, Map.of("needed", neededText, "available", availableText));
    }

    private static String headlineOfEntries(Shortage shortage, Texts texts) {
        if (shortage.missing().orElse(0) == 0 || shortage.available().orElse(0) == 0) {
            return texts.say(Phrase.HEADLINE_NO_ENTRIES);
        }
        return texts.say(
                Phrase.HEADLINE_ENTRIES,
                Map.of(
                        "needed", texts.number(shortage.needed().orElseThrow()),
                        "available", texts.number(shortage.available().orElseThrow())));
    }

    private static String limit(InsufficientStorageException.Reason reason, Shortage shortage, Texts texts) {
        return switch (reason) {
            case QUOTA_EXCEEDED -> quotaLimit(shortage, texts);
            case DISK_FULL -> volumeLimit(shortage, texts);
            case FLOOR -> texts.say(Phrase.LIMIT_FLOOR);
            case NO_INODES -> texts.say(Phrase.LIMIT_INODES);
            case BACKEND_LIMIT -> texts.say(Phrase.LIMIT_BACKEND);
            case METADATA_FULL -> texts.say(Phrase.LIMIT_METADATA);
            case STAGING -> texts.say(Phrase.LIMIT_STAGING);
        };
    }

    private static String quotaLimit(Shortage shortage, Texts texts) {
        if (shortage.limit().isEmpty() || shortage.used().isEmpty()) {
            return texts.say(Phrase.LIMIT_QUOTA);
        }
        long limit = shortage.limit().getAsLong();
        long used = shortage.used().getAsLong();
        String owner = texts.owner(shortage.owner());
        return switch (shortage.unit()) {
            case BYTES ->
                texts.say(
                        Phrase.LIMIT_QUOTA_BYTES,
                        Map.of("owner", owner, "limit", texts.bytes(limit), "used", texts.bytes(used)));
            case ENTRIES ->
                texts.say(
                        Phrase.LIMIT_QUOTA_ENTRIES,
                        Map.of("owner", owner, "limit", texts.number(limit), "used", texts.number(used)));
        };
    }

    private static String volumeLimit(Shortage shortage, Texts texts) {
        if (shortage.limit().isEmpty() || shortage.used().isEmpty() || shortage.unit() != Shortage.Unit.BYTES) {
            return texts.say(Phrase.LIMIT_VOLUME);
        }
        return texts.say(
                Phrase.LIMIT_VOLUME_BYTES,
                Map.of(
                        "limit", texts.bytes(shortage.limit().getAsLong()),
                        "used", texts.bytes(shortage.used().getAsLong())));
    }

    private static String reserved(Shortage shortage, Texts texts) {
        long reserved = shortage.reserved().orElse(0);
        if (reserved <= 0) {
            return "";
        }
        return " "
                + switch (shortage.unit()) {
                    case BYTES -> texts.say(Phrase.RESERVED_BYTES, Map.of("reserved", texts.bytes(reserved)));
                    case ENTRIES -> texts.say(Phrase.RESERVED_ENTRIES, Map.of("reserved", texts.number(reserved)));
                };
    }

    private static String advice(InsufficientStorageException.Reason reason, Shortage shortage, Texts texts) {
        String contact = texts.contact();
        return switch (reason) {
            case QUOTA_EXCEEDED ->
                shortage.unit() == Shortage.Unit.BYTES
                        ? adviceOfBytes(
                                shortage,
                                texts,
                                Phrase.ADVICE_QUOTA_BEYOND,
                                Phrase.ADVICE_QUOTA_BYTES,
                                Phrase.ADVICE_QUOTA)
                        : quotaAdviceOfEntries(shortage, texts);
            case DISK_FULL, FLOOR ->
                adviceOfBytes(
                        shortage, texts, Phrase.ADVICE_VOLUME_BEYOND, Phrase.ADVICE_VOLUME_BYTES, Phrase.ADVICE_VOLUME);
            case NO_INODES, BACKEND_LIMIT, METADATA_FULL -> texts.say(Phrase.ADVICE_OTHER, Map.of("contact", contact));
            case STAGING -> texts.say(Phrase.ADVICE_STAGING);
        };
    }

    private static String adviceOfBytes(Shortage shortage, Texts texts, Phrase beyond, Phrase missing, Phrase unknown) {
        String contact = texts.contact();
        OptionalLong more = shortage.missing();
        if (shortage.unit() != Shortage.Unit.BYTES || more.orElse(0) == 0) {
            return texts.say(unknown, Map.of("contact", contact));
        }
        if (shortage.isBeyondLimit()) {
            return texts.say(
                    beyond, Map.of("limit", texts.bytes(shortage.limit().orElseThrow()), "contact", contact));
        }
        return texts.say(
                missing, Map.of("missing", texts.bytes(more.getAsLong(), RoundingMode.UP), "contact", contact));
    }

    private static String quotaAdviceOfEntries(Shortage shortage, Texts texts) {
        String contact = texts.contact();
        if (shortage.isBeyondLimit()) {
            return texts.say(
                    Phrase.ADVICE_QUOTA_BEYOND_ENTRIES,
                    Map.of("limit", texts.number(shortage.limit().orElseThrow()), "contact", contact));
        }
        long missing = shortage.missing().orElse(0);
        return missing == 0
                ? texts.say(Phrase.ADVICE_QUOTA, Map.of("contact", contact))
                : texts.say(Phrase.ADVICE_QUOTA_ENTRIES, Map.of("missing", texts.number(missing), "contact", contact));
    }
}
