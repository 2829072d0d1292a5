package io.headroom.server.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All languages that the server speaks. English is what the others fall back to. Immutable. */
public final class Messages {
    private static final Locale FALLBACK = Locale.ENGLISH;
    /** A longer wish is none: matching it would cost more than the answer. */
    private static final int LONGEST_WISH = 500;

    private final Map<Locale, Texts> languages;

    private Messages(Map<Locale, Texts> languages) {
        this.languages = languages;
    }

    /** What is built in, and nobody in particular to ask. */
    public static Messages builtIn() {
        return of(MessageFiles.builtIn(), "");
    }

    /**
     * @param files of a folder or built in
     * @param contact whom users ask for more room; empty for nobody in particular
     */
    public static Messages of(MessageFiles files, String contact) {
        Map<Locale, Texts> languages = new HashMap<>();
        Set<Locale> known = files.locales();
        for (Locale locale : known) {
            Map<Phrase, Template> templates = new HashMap<>(files.of(FALLBACK));
            if (!locale.getCountry().isEmpty()) {
                templates.putAll(files.of(Locale.forLanguageTag(locale.getLanguage())));
            }
            templates.putAll(files.of(locale));
            languages.put(locale, new Texts(locale, Map.copyOf(templates), contact));
        }
        return new Messages(Map.copyOf(languages));
    }

    /** For the texts that are not translated, and those that say so. */
    public Texts english() {
        return Objects.requireNonNull(languages.get(FALLBACK));
    }

    /**
     * The language that a client likes best of those that are here (RFC 4647 §3.4).
     *
     * @param acceptLanguage null when the client says nothing
     */
    public Texts in(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank() || acceptLanguage.length() > LONGEST_WISH) {
            return english();
        }
        try {
            List<Locale.LanguageRange> wishes = Locale.LanguageRange.parse(acceptLanguage);
            return Optional.ofNullable(Locale.lookup(wishes, languages.keySet()))
                    .map(languages::get)
                    .orElseGet(this::english);
        } catch (IllegalArgumentException e) {
            // What nobody can read says nothing.
            return english();
        }
    }

    /** The languages by their tags, for the log. */
    public Set<String> languageTags() {
        Set<String> tags = new TreeSet<>();
        languages.keySet().forEach(locale -> tags.add(locale.toLanguageTag()));
        return tags;
    }
}
