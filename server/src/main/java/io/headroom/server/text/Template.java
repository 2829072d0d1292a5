package io.headroom.server.text;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence with placeholders such as {@code {needed}}. Immutable. */
final class Template {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /**
     * @param known the placeholders that get a value
     * @throws IllegalArgumentException with half a sentence, when a brace has no partner or a placeholder no value
     */
    static Template parse(String text, Set<String> known) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            if (!known.contains(matcher.group(1))) {
                throw new IllegalArgumentException(
                        "has the placeholder " + matcher.group() + ", which has no value there");
            }
        }
        String rest = matcher.replaceAll("");
        if (rest.contains("{") || rest.contains("}")) {
            throw new IllegalArgumentException("has a brace without its partner");
        }
        return new Template(text);
    }

    /** @param values by placeholder; all of those that {@link #parse} was told */
    String fill(Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            return Matcher.quoteReplacement(Objects.requireNonNull(values.get(name), name));
        });
    }
}
