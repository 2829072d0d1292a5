package io.headroom.server.xml;

/** Text as it may stand in an XML 1.0 document. What XML can't carry at all becomes U+FFFD. */
public final class XmlText {
    private static final char REPLACEMENT = '\uFFFD';

    private XmlText() {}

    /** For element content. */
    public static String escape(String text) {
        return escape(text, false);
    }

    /** For a value between double quotes. */
    public static String escapeAttribute(String value) {
        return escape(value, true);
    }

    /** For element content. */
    public static void escape(String text, StringBuilder out) {
        escape(text, 0, false, out);
    }

    /** For a value between double quotes. */
    public static void escapeAttribute(String value, StringBuilder out) {
        escape(value, 0, true, out);
    }

    private static String escape(String text, boolean attribute) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i), attribute)) {
                StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
                escape(text, i, attribute, out);
                return out.toString();
            }
        }
        return text;
    }

    private static void escape(String text, int start, boolean attribute, StringBuilder out) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c, attribute)) {
                out.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                escape(c, out);
            }
        }
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            // A parser would turn these into plain blanks or line feeds.
            case '\r' -> out.append("&#13;");
            case '\n' -> out.append("&#10;");
            case '\t' -> out.append("&#9;");
            default -> out.append(REPLACEMENT);
        }
    }

    private static boolean isPlain(char c, boolean attribute) {
        if (c < ' ') {
            return !attribute && (c == '\n' || c == '\t');
        }
        if (c < 0x80) {
            return c != '&' && c != '<' && c != '>' && (c != '"' || !attribute);
        }
        return c < Character.MIN_SURROGATE || (c > Character.MAX_SURROGATE && c < 0xFFFE);
    }
}
