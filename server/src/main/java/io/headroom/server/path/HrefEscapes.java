package io.headroom.server.path;

import java.nio.charset.StandardCharsets;

/**
 * Which characters of a name stand for themselves in an href, and how the others are written: UTF-8 octets with upper-case
 * hex digits (RFC 3986 §2.1). Beside the unreserved characters most sub-delims stay, because clients compare hrefs with
 * what they would have written.
 */
final class HrefEscapes {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    /** No {@code & ' "} and no angle bracket: an href then needs no escaping in XML. */
    private static final String PUNCTUATION = "-._~!$()*,;=:@";

    private static final boolean[] LITERAL = literals();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    static final int MOST_BYTES_A_CHAR = 9;

    private HrefEscapes() {}

    private static boolean[] literals() {
        boolean[] literals = new boolean[0x80];
        for (char c : (LETTERS_AND_DIGITS + PUNCTUATION).toCharArray()) {
            literals[c] = true;
        }
        return literals;
    }

    /** @param path decoded, with slashes between names */
    static String escape(String before, String path, boolean slashAfter) {
        if (isPlain(path)) {
            return slashAfter ? before + path + '/' : before.isEmpty() ? path : before + path;
        }
        byte[] out = new byte[path.length() * MOST_BYTES_A_CHAR];
        int length = 0;
        for (int start = 0; start < path.length(); ) {
            if (path.charAt(start) == '/') {
                out[length++] = '/';
                start++;
                continue;
            }
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            length = escape(path, start, end, out, length);
            start = end;
        }
        String escaped = new String(out, 0, length, StandardCharsets.ISO_8859_1);
        return slashAfter ? before + escaped + '/' : before + escaped;
    }

    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' && (c >= 0x80 || !LITERAL[c])) {
                return false;
            }
        }
        return true;
    }

    static int escape(String name, byte[] out, int offset) {
        return escape(name, 0, name.length(), out, offset);
    }

    private static int escape(String text, int start, int end, byte[] out, int offset) {
        int at = offset;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (LITERAL[c]) {
                    out[at++] = (byte) c;
                } else {
                    at = octet(c, out, at);
                }
            } else if (c < 0x800) {
                at = octet(0xC0 | (c >> 6), out, at);
                at = octet(0x80 | (c & 0x3F), out, at);
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                at = octet(0xF0 | (codePoint >> 18), out, at);
                at = octet(0x80 | ((codePoint >> 12) & 0x3F), out, at);
                at = octet(0x80 | ((codePoint >> 6) & 0x3F), out, at);
                at = octet(0x80 | (codePoint & 0x3F), out, at);
            } else {
                at = octet(0xE0 | (c >> 12), out, at);
                at = octet(0x80 | ((c >> 6) & 0x3F), out, at);
                at = octet(0x80 | (c & 0x3F), out, at);
            }
        }
        return at;
    }

    private static int octet(int octet, byte[] out, int offset) {
        out[offset] = '%';
        out[offset + 1] = HEX[octet >> 4];
        out[offset + 2] = HEX[octet & 0xF];
        return offset + 3;
    }
}
