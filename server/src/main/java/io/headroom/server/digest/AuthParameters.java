package io.headroom.server.digest;

import io.headroom.server.failure.RequestRefusedException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The parameters of credentials (RFC 9110 §11.2): {@code name=value} with commas between, a value being a token or quoted. A quoted value is
 * taken wherever a token belongs and the other way round, as clients differ in that. One pass.
 */
final class AuthParameters {
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

    private final String text;
    private int position;

    private AuthParameters(String text) {
        this.text = text;
    }

    /**
     * The values by lower-case name, without quotes and escapes.
     *
     * @throws RequestRefusedException 400 when it is not such a list, or a name stands there twice
     */
    static Map<String, String> parse(String text) {
        return new AuthParameters(text).all();
    }

    static RequestRefusedException malformed() {
        return RequestRefusedException.badRequest("The Authorization header is malformed.");
    }

    private Map<String, String> all() {
        Map<String, String> values = new HashMap<>();
        skipCommas();
        while (position < text.length()) {
            String name = token().toLowerCase(Locale.ROOT);
            skipSpace();
            require('=');
            skipSpace();
            String value = position < text.length() && text.charAt(position) == '"' ? quoted() : loose();
            if (values.put(name, value) != null) {
                throw malformed();
            }
            skipSpace();
            if (position < text.length() && text.charAt(position) != ',') {
                throw malformed();
            }
            skipCommas();
        }
        return values;
    }

    private String token() {
        int start = position;
        while (position < text.length() && isToken(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw malformed();
        }
        return text.substring(start, position);
    }

    /** A token, and what old clients leave without quotes: a path, for one. */
    private String loose() {
        int start = position;
        while (position < text.length() && text.charAt(position) > ' ' && ",\"".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        if (position == start) {
            throw malformed();
        }
        return text.substring(start, position);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        require('"');
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                if (position == text.length()) {
                    throw malformed();
                }
                c = text.charAt(position++);
            }
            if (Character.isISOControl(c) && c != '\t' && c < 0x80) {
                throw malformed();
            }
            value.append(c);
        }
        throw malformed();
    }

    private static boolean isToken(char c) {
        return c > ' ' && c < 0x7F && SEPARATORS.indexOf(c) < 0;
    }

    private void require(char wanted) {
        if (position == text.length() || text.charAt(position) != wanted) {
            throw malformed();
        }
        position++;
    }

    private void skipSpace() {
        while (position < text.length() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
            position++;
        }
    }

    private void skipCommas() {
        skipSpace();
        while (position < text.length() && text.charAt(position) == ',') {
            position++;
            skipSpace();
        }
    }
}
