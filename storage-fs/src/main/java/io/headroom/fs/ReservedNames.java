package io.headroom.fs;

import io.headroom.spi.path.ResourcePath;

/** The names that are kept back for the server: they are never shown and never written for a client. */
final class ReservedNames {
    /** How every such name begins, compared as the most forgiving file system would. */
    static final String PREFIX = ".headroom";

    /** How Windows may shorten the state folder's name. */
    private static final String SHORT_NAME = "headro~";

    private ReservedNames() {}

    static boolean isReserved(String name) {
        return isReserved(name, 0);
    }

    static boolean anyReserved(ResourcePath path) {
        if (path.isRoot()) {
            return false;
        }
        String text = path.toString();
        for (int slash = 0; slash >= 0; slash = text.indexOf('/', slash + 1)) {
            if (isReserved(text, slash + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReserved(String text, int from) {
        char first = text.charAt(from);
        if (first == 'H' || first == 'h') {
            return startsWith(text, from, SHORT_NAME);
        }
        return (first == '.' || isIgnorable(first)) && startsWith(text, from, PREFIX);
    }

    /** Ignores case, and the characters that HFS+ ignores when it compares names. */
    private static boolean startsWith(String text, int from, String prefix) {
        int matched = 0;
        for (int i = from; i < text.length() && matched < prefix.length(); i++) {
            char c = text.charAt(i);
            if (isIgnorable(c)) {
                continue;
            }
            if (Character.toLowerCase(Character.toUpperCase(c)) != prefix.charAt(matched)) {
                return false;
            }
            matched++;
        }
        return matched == prefix.length();
    }

    private static boolean isIgnorable(char c) {
        return (c >= 0x200B && c <= 0x200F)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x206A && c <= 0x206F)
                || c == 0xFEFF;
    }
}
