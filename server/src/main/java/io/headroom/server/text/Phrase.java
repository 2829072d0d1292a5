package io.headroom.server.text;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Every sentence and word that can be put into another language, with the placeholders that stand in it. */
public enum Phrase {
    OWNER_ROOT("owner.root"),
    CONTACT("contact"),
    SIZE_BYTE("size.byte"),
    SIZE_BYTES("size.bytes", "count"),

    TITLE_QUOTA("room.title.quota"),
    TITLE_ROOM("room.title"),

    HEADLINE("room.headline"),
    HEADLINE_BYTES("room.headline.bytes", "needed", "available"),
    HEADLINE_NO_BYTES("room.headline.bytes.none", "needed"),
    HEADLINE_ENTRIES("room.headline.entries", "needed", "available"),
    HEADLINE_NO_ENTRIES("room.headline.entries.none"),

    LIMIT_QUOTA("room.limit.quota"),
    LIMIT_QUOTA_BYTES("room.limit.quota.bytes", "owner", "limit", "used"),
    LIMIT_QUOTA_ENTRIES("room.limit.quota.entries", "owner", "limit", "used"),
    LIMIT_VOLUME("room.limit.volume"),
    LIMIT_VOLUME_BYTES("room.limit.volume.bytes", "limit", "used"),
    LIMIT_FLOOR("room.limit.floor"),
    LIMIT_INODES("room.limit.inodes"),
    LIMIT_BACKEND("room.limit.backend"),
    LIMIT_METADATA("room.limit.metadata"),
    LIMIT_STAGING("room.limit.staging"),
    RESERVED_BYTES("room.reserved.bytes", "reserved"),
    RESERVED_ENTRIES("room.reserved.entries", "reserved"),

    ADVICE_QUOTA("room.advice.quota", "contact"),
    ADVICE_QUOTA_BYTES("room.advice.quota.bytes", "missing", "contact"),
    ADVICE_QUOTA_ENTRIES("room.advice.quota.entries", "missing", "contact"),
    ADVICE_QUOTA_BEYOND("room.advice.quota.beyond", "limit", "contact"),
    ADVICE_QUOTA_BEYOND_ENTRIES("room.advice.quota.beyond.entries", "limit", "contact"),
    ADVICE_VOLUME("room.advice.volume", "contact"),
    ADVICE_VOLUME_BYTES("room.advice.volume.bytes", "missing", "contact"),
    ADVICE_VOLUME_BEYOND("room.advice.volume.beyond", "limit", "contact"),
    ADVICE_OTHER("room.advice.other", "contact"),
    ADVICE_STAGING("room.advice.staging"),

    FIGURE_NEEDED("figure.needed"),
    FIGURE_AVAILABLE("figure.available"),
    FIGURE_MISSING("figure.missing"),
    FIGURE_LIMIT("figure.limit"),
    FIGURE_USED("figure.used"),
    FIGURE_RESERVED("figure.reserved"),
    FIGURE_WHAT("figure.what"),
    FIGURE_OWNER("figure.owner"),
    PAGE_ADVICE("page.advice"),
    PAGE_BACK("page.back", "folder"),

    NOT_FOUND("failure.not-found"),
    PARENT_MISSING("failure.parent-missing"),
    ALREADY_EXISTS("failure.already-exists"),
    WRONG_KIND("failure.wrong-kind"),
    NOT_EMPTY("failure.not-empty"),
    NAME_REJECTED("failure.name-rejected"),
    NAME_UNWANTED("failure.name-unwanted"),
    PRECONDITION_FAILED("failure.precondition-failed"),
    ACCESS_DENIED("failure.access-denied"),
    TOO_LARGE("failure.too-large", "limit"),
    UNSUPPORTED("failure.unsupported"),
    UNAVAILABLE("failure.unavailable"),
    OUTCOME_UNKNOWN("failure.outcome-unknown"),
    STORAGE_FAILED("failure.storage"),
    UNEXPECTED("failure.unexpected", "id");

    private final String key;
    private final String placeholders;

    Phrase(String key, String... placeholders) {
        this.key = key;
        this.placeholders = String.join(" ", placeholders);
    }

    /** As it is written in the files of messages. */
    public String key() {
        return key;
    }

    /** The names that may stand between braces. */
    Set<String> placeholders() {
        return placeholders.isEmpty() ? Set.of() : Set.of(placeholders.split(" ", -1));
    }

    static Optional<Phrase> find(String key) {
        return Arrays.stream(values()).filter(phrase -> phrase.key.equals(key)).findFirst();
    }
}
