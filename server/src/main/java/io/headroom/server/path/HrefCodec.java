package io.headroom.server.path;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * URL paths from and to {@link ResourcePath} (RFC 4918 §8.3, RFC 3986 §2). Immutable and thread-safe.
 *
 * <p>Whatever could mean two things is refused, not repaired: dot segments, empty segments, encoded slashes. A path that was
 * let in therefore means the same here, in a proxy in front, and in the storage behind.
 */
public final class HrefCodec {
    /** How much room {@link #encodeSegment} may take for each char of a name. */
    public static final int MOST_BYTES_A_CHAR = HrefEscapes.MOST_BYTES_A_CHAR;

    private final String prefix;
    private final String encodedPrefix;

    /**
     * @param prefix decoded path of the share: empty, or {@code /dav}; no slash at the end
     * @throws IllegalArgumentException when the prefix is not such a path
     */
    public HrefCodec(String prefix) {
        if (prefix.isEmpty()) {
            this.prefix = "";
            this.encodedPrefix = "";
            return;
        }
        ResourcePath path = ResourcePath.parse(prefix);
        if (path.isRoot()) {
            throw new IllegalArgumentException("the prefix of the root is empty");
        }
        this.prefix = prefix;
        this.encodedPrefix = HrefEscapes.escape("", path.toString(), false);
    }

    /**
     * @param rawPath the path of a request target as received: percent-encoded, without the query
     * @throws RequestRefusedException 400 when the path is malformed or could climb; 404 when it lies outside the share
     */
    public Href decode(String rawPath) {
        return find(rawPath)
                .orElseThrow(() -> new RequestRefusedException(404, "This address lies outside the shared files."));
    }

    /**
     * @param rawPath as in {@link #decode}
     * @return empty when the path lies outside the share
     * @throws RequestRefusedException 400 when the path is malformed or could climb
     */
    public Optional<Href> find(String rawPath) {
        String text = unescape(rawPath);
        checkSegments(text);
        if (!isInside(text)) {
            return Optional.empty();
        }
        int end = text.length();
        boolean trailingSlash = end > prefix.length() && text.charAt(end - 1) == '/';
        if (trailingSlash) {
            end--;
        }
        ResourcePath path =
                end == prefix.length() ? ResourcePath.ROOT : ResourcePath.parse(text.substring(prefix.length(), end));
        return Optional.of(new Href(path, trailingSlash));
    }

    private boolean isInside(String text) {
        return text.startsWith(prefix) && (text.length() == prefix.length() || text.charAt(prefix.length()) == '/');
    }

    /**
     * The absolute path that names a resource in answers. It needs no escaping in XML, neither in text nor in attributes.
     *
     * @param collection whether to end in a slash
     */
    public String encode(ResourcePath path, boolean collection) {
        if (path.isRoot()) {
            return encodedPrefix + "/";
        }
        return HrefEscapes.escape(encodedPrefix, path.toString(), collection);
    }

    /**
     * Writes one name, escaped, in UTF-8: what a listing puts after the href of its collection.
     *
     * @param out with room for {@code name.length() * 9} bytes after the offset
     * @return the offset after the last byte written
     */
    public static int encodeSegment(String name, byte[] out, int offset) {
        return HrefEscapes.escape(name, out, offset);
    }

    private static String unescape(String rawPath) {
        boolean plain = true;
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '#' || c == '?' || c == '\0') {
                // A name with one of these must be escaped; taken literally, a delete would hit another resource.
                throw RequestRefusedException.badRequest("The address holds a character that must be escaped.");
            }
            if (Character.isSurrogate(c) && !isPaired(rawPath, i)) {
                throw notUtf8();
            }
            plain &= c != '%' && c < 0x80;
        }
        return plain ? rawPath : unescape(rawPath.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isPaired(String text, int index) {
        if (Character.isHighSurrogate(text.charAt(index))) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static String unescape(byte[] bytes) {
        int to = 0;
        for (int from = 0; from < bytes.length; from++) {
            byte b = bytes[from];
            if (b == '%') {
                b = (byte) escapedOctet(bytes, from);
                from += 2;
            }
            bytes[to++] = b;
        }
        try {
            // The decoder of the JDK reports overlong forms and encoded surrogates as malformed.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, to))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    private static int escapedOctet(byte[] bytes, int percent) {
        if (percent + 2 >= bytes.length) {
            throw badEscape();
        }
        int high = Character.digit((char) bytes[percent + 1], 16);
        int low = Character.digit((char) bytes[percent + 2], 16);
        if (high < 0 || low < 0) {
            throw badEscape();
        }
        int octet = (high << 4) | low;
        if (octet == '/' || octet == 0) {
            throw RequestRefusedException.badRequest("A name can hold neither a slash nor a zero byte.");
        }
        return octet;
    }

    private static void checkSegments(String text) {
        if (!text.startsWith("/")) {
            throw RequestRefusedException.badRequest("An address starts with a slash.");
        }
        int start = 1;
        while (start < text.length()) {
            int end = text.indexOf('/', start);
            if (end < 0) {
                end = text.length();
            }
            int length = end - start;
            boolean dots = length <= 2 && text.charAt(start) == '.' && text.charAt(end - 1) == '.';
            if (length == 0 || dots) {
                throw RequestRefusedException.badRequest("The address holds an empty segment, '.' or '..'.");
            }
            start = end + 1;
        }
    }

    private static RequestRefusedException badEscape() {
        return RequestRefusedException.badRequest("The address holds a broken percent escape.");
    }

    private static RequestRefusedException notUtf8() {
        return RequestRefusedException.badRequest("The address is not valid UTF-8.");
    }
}
