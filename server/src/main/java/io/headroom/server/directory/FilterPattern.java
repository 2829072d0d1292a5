package io.headroom.server.directory;

import java.nio.charset.StandardCharsets;

/**
 * A filter (RFC 4515) with places for what is searched for, such as {@code (uid={user})} or {@code (member={dn})}.
 *
 * @param text with parentheses around it
 */
public record FilterPattern(String text) {
    private static final String USER = "{user}";
    private static final String DN = "{dn}";

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    public FilterPattern {
        if (!text.startsWith("(") || !text.endsWith(")") || depth(text) != 0) {
            throw new IllegalArgumentException("The filter '" + text + "' must look like (uid={user}).");
        }
    }

    private static int depth(String text) {
        int depth = 0;
        for (int i = 0; i < text.length() && depth >= 0; i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
        }
        return depth;
    }

    public boolean asksForUser() {
        return text.contains(USER);
    }

    /** Whether it finds other groups for other people. */
    public boolean asksForPerson() {
        return text.contains(USER) || text.contains(DN);
    }

    /** Nothing in a value can be taken for a part of the filter. */
    String of(String user, String dn) {
        // In one pass: a value that holds a place's name stays what it is.
        StringBuilder filter = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith(USER, at)) {
                filter.append(escaped(user));
                at += USER.length();
            } else if (text.startsWith(DN, at)) {
                filter.append(escaped(dn));
                at += DN.length();
            } else {
                filter.append(text.charAt(at++));
            }
        }
        return filter.toString();
    }

    /** As RFC 4515 §3 asks for these; the same for all that isn't ASCII, which it allows. */
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b <= 0 || "*()\\".indexOf(b) >= 0) {
                escaped.append(String.format("\\%02x", b & 0xff));
            } else {
                escaped.append((char) b);
            }
        }
        return escaped.toString();
    }
}
