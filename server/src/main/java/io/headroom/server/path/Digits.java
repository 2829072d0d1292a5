package io.headroom.server.path;

import java.util.OptionalLong;

/** Unsigned decimal numbers of headers. */
final class Digits {
    private Digits() {}

    /** @return empty unless all is digits; {@link Long#MAX_VALUE} for what is larger still */
    static OptionalLong parse(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
