package io.headroom.server.text;

import io.headroom.spi.path.ResourcePath;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the server says, in one language. Immutable. */
public final class Texts {
    /** Longer paths are cut at their front: a sentence stays a sentence, and an answer small. */
    private static final int LONGEST_OWNER = 80;

    private final Locale locale;
    private final Map<Phrase, Template> templates;
    private final String contact;

    /** @param contact whom to ask; empty for the words of the language */
    Texts(Locale locale, Map<Phrase, Template> templates, String contact) {
        this.locale = locale;
        this.templates = templates;
        this.contact = contact;
    }

    /** As Content-Language and {@code lang} have it. */
    public String languageTag() {
        return locale.toLanguageTag();
    }

    /** A phrase without placeholders. */
    public String say(Phrase phrase) {
        return say(phrase, Map.of());
    }

    /** @param values of all placeholders of the phrase */
    public String say(Phrase phrase, Map<String, String> values) {
        return Objects.requireNonNull(templates.get(phrase), phrase.key()).fill(values);
    }

    /** Whom to ask for more room. */
    public String contact() {
        return contact.isEmpty() ? say(Phrase.CONTACT) : contact;
    }

    /** {@code 512 bytes}, {@code 7.0 MiB}. */
    public String bytes(long bytes) {
        return bytes(bytes, RoundingMode.HALF_UP);
    }

    /** @param rounding up for what must be enough, down for what must not be promised */
    public String bytes(long bytes, RoundingMode rounding) {
        return ByteCount.hasUnit(bytes) ? ByteCount.scaled(bytes, locale, rounding) : exactBytes(bytes);
    }

    /** All digits: {@code 1,048,577 bytes}. */
    public String exactBytes(long bytes) {
        return bytes == 1 ? say(Phrase.SIZE_BYTE) : say(Phrase.SIZE_BYTES, Map.of("count", number(bytes)));
    }

    /** With the marks between thousands that the language uses. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** The collection that a limit holds for. */
    public String owner(ResourcePath owner) {
        if (owner.isRoot()) {
            return say(Phrase.OWNER_ROOT);
        }
        String text = owner.toString();
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST_OWNER
                ? text
                : "\u2026" + text.substring(text.offsetByCodePoints(0, length - LONGEST_OWNER));
    }
}
