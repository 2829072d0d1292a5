package io.headroom.server.digest;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;

/**
 * Whether the proof is one for this request: its {@code uri} must be the request target (RFC 7616 §3.4.6), or a proof for one file would
 * open another. {@link #EXACT} takes nothing else. {@link #LENIENT} takes what some clients write instead, which leads to the same file:
 * a whole URL, a path without the query, other percent-encoding. Thread-safe.
 */
public enum DigestTarget implements BiPredicate<String, String> {
    EXACT {
        @Override
        public boolean test(String uri, String target) {
            return uri.equals(target);
        }
    },
    LENIENT {
        @Override
        public boolean test(String uri, String target) {
            String given = withoutAuthority(uri);
            return decoded(given).equals(decoded(target))
                    || (given.indexOf('?') < 0 && decoded(given).equals(decoded(withoutQuery(target))));
        }
    };

    private static String withoutAuthority(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        try {
            URI whole = new URI(uri);
            if (whole.getHost() == null) {
                return uri;
            }
            String path = whole.getRawPath().isEmpty() ? "/" : whole.getRawPath();
            return whole.getRawQuery() == null ? path : path + "?" + whole.getRawQuery();
        } catch (URISyntaxException e) {
            return uri;
        }
    }

    private static String withoutQuery(String target) {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** Each escape as its byte, but those of a slash, a question mark and a percent sign, which mean something else when they stand so. */
    private static String decoded(String text) {
        StringBuilder octets = new StringBuilder();
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            int value = c == '%' && i + 2 < bytes.length() ? value(bytes.charAt(i + 1), bytes.charAt(i + 2)) : -1;
            if (value < 0) {
                octets.append(c);
                continue;
            }
            if (value == '/' || value == '?' || value == '%') {
                octets.append('%').append(Integer.toHexString(value));
            } else {
                octets.append((char) value);
            }
            i += 2;
        }
        return octets.toString();
    }

    private static int value(char high, char low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first * 16 + second;
    }
}
