package io.headroom.server.conditional;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.LockToken;
import org.jspecify.annotations.Nullable;

/** The lock that UNLOCK ends (RFC 4918 §10.5). */
public final class LockTokenHeader {
    private static final int MAX_LENGTH = 1024;

    private LockTokenHeader() {}

    /**
     * @param value of the Lock-Token header: a Coded-URL, or the bare URL that old Windows clients send; null when missing
     * @throws RequestRefusedException 400 when missing or malformed
     */
    public static LockToken parse(@Nullable String value) {
        if (value == null) {
            throw RequestRefusedException.badRequest("This method needs a Lock-Token header.");
        }
        String text = value.strip();
        if (text.length() > 1 && text.startsWith("<") && text.endsWith(">")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.length() > MAX_LENGTH || !isUri(text)) {
            throw RequestRefusedException.badRequest("Lock-Token must be one URL in angle brackets.");
        }
        return new LockToken(text);
    }

    private static boolean isUri(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '"') {
                return false;
            }
        }
        return text.indexOf(':') > 0;
    }
}
