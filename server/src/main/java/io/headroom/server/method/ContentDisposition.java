package io.headroom.server.method;

import java.nio.charset.StandardCharsets;

/** The header that has a browser store a file under its name instead of showing it (RFC 6266). */
final class ContentDisposition {
    private static final String PLAIN = "!#$&+.^_`|~-";

    private ContentDisposition() {}

    /**
     * The name in both forms: for all, with an underscore for whatever a program could take for something else, and for those that know
     * RFC 8187, as it is. Control characters are in neither.
     */
    static String attachment(String name) {
        return "attachment; filename=\"" + simple(name) + "\"; filename*=UTF-8''" + extended(name);
    }

    private static String simple(String name) {
        StringBuilder simple = new StringBuilder();
        name.codePoints()
                // A percent sign with digits is undone by some, a backslash leads elsewhere for others.
                .map(c -> c < ' ' || c > '~' || "\"\\%/".indexOf(c) >= 0 ? '_' : c)
                .forEach(simple::appendCodePoint);
        return simple.toString();
    }

    private static String extended(String name) {
        StringBuilder extended = new StringBuilder();
        String clean = name.codePoints()
                .map(c -> Character.isISOControl(c) ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        for (byte each : clean.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                extended.append(c);
            } else {
                extended.append(String.format("%%%02X", (int) c));
            }
        }
        return extended.toString();
    }
}
