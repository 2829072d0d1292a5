package io.headroom.server.digest;

import io.headroom.server.failure.RequestRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client sends (RFC 7616 §3.4). All texts but the name have a character for each byte, as they came.
 *
 * @param name as text
 * @param octets the name as it goes into hashes
 * @param uri what the client takes for the request target
 * @param response the proof, in hex
 * @param algorithm MD5 when the client says nothing, as of old
 * @param count how often the nonce was used, with this time
 * @param countText the same as it goes into hashes
 */
public record DigestCredentials(
        String name,
        String octets,
        String realm,
        String nonce,
        String uri,
        String response,
        String algorithm,
        String clientNonce,
        String quality,
        long count,
        String countText,
        boolean hashedName) {
    private static final Pattern EXTENDED =
            Pattern.compile("(?i)UTF-8'[A-Za-z0-9-]*'((?:%[0-9A-F]{2}|[!#$&+.^_`|~\\w-])*)");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern COUNT = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final int HEX = 16;

    /**
     * @param parameters what follows the name of the scheme
     * @throws RequestRefusedException 400 when that can't be read or lacks something, 401 for the form of before RFC 2617, which a
     *     listener could use again
     */
    public static DigestCredentials parse(String parameters) {
        Map<String, String> values = AuthParameters.parse(parameters);
        String octets = octets(values);
        String quality = values.getOrDefault("qop", "");
        if (quality.isEmpty()) {
            throw RequestRefusedException.unauthenticated("Digest needs qop=auth here.");
        }
        String count = require(values, "nc");
        if (!COUNT.matcher(count).matches()) {
            throw AuthParameters.malformed();
        }
        return new DigestCredentials(
                OctetText.decode(octets),
                octets,
                require(values, "realm"),
                require(values, "nonce"),
                require(values, "uri"),
                require(values, "response"),
                values.getOrDefault("algorithm", "MD5"),
                require(values, "cnonce"),
                quality,
                Long.parseLong(count, HEX),
                count,
                values.getOrDefault("userhash", "false")
                        .toLowerCase(Locale.ROOT)
                        .equals("true"));
    }

    private static String require(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(AuthParameters::malformed);
    }

    /** Either as it is or, where that has no room for all characters, in the form of RFC 5987; never both. */
    private static String octets(Map<String, String> values) {
        String extended = values.get("username*");
        if (extended == null) {
            return require(values, "username");
        }
        Matcher matcher = EXTENDED.matcher(extended);
        if (values.containsKey("username") || !matcher.matches()) {
            throw AuthParameters.malformed();
        }
        return ESCAPE.matcher(matcher.group(1))
                .replaceAll(escape -> Matcher.quoteReplacement(new String(
                        new byte[] {(byte) Integer.parseInt(escape.group(1), HEX)}, StandardCharsets.ISO_8859_1)));
    }

    /** What this response must be when the client knows the password (RFC 7616 §3.4.1): lower-case hex. */
    String expected(DigestAlgorithm hash, String secret, String method) {
        return hash.hash(secret + ":" + nonce + ":" + countText + ":" + clientNonce + ":" + quality + ":"
                + hash.hash(method + ":" + uri));
    }
}
