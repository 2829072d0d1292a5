package io.headroom.server.path;

import io.headroom.server.failure.RequestRefusedException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Destination header and other references to resources by URL (RFC 4918 §8.3, §10.3). Immutable and thread-safe.
 *
 * <p>Clients write an absolute path, or a full URI with their own idea of scheme, user and port: a proxy that ends TLS makes
 * all three differ from what we see. So only the host name decides whether a URL is ours.
 */
public final class DestinationHeader {
    private static final int MAX_LENGTH = 8 * 1024;
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Set<String> SCHEMES = Set.of("http", "https", "dav", "davs", "webdav", "webdavs");

    private final HrefCodec codec;
    private final OwnAuthorities own;

    public DestinationHeader(HrefCodec codec, OwnAuthorities own) {
        this.codec = codec;
        this.own = own;
    }

    /**
     * @param value of the Destination header; null when there is none
     * @param requestScheme of the request itself
     * @param requestAuthority the Host of the request
     * @throws RequestRefusedException 400 when missing, malformed or too long; 502 when it points to another server or
     *     outside the share
     */
    public Href parse(@Nullable String value, String requestScheme, String requestAuthority) {
        if (value == null) {
            throw RequestRefusedException.badRequest("This method needs a Destination header.");
        }
        return ours(value, requestScheme, requestAuthority)
                .orElseThrow(() -> new RequestRefusedException(
                        502, "The Destination lies on another server or outside the share."));
    }

    /**
     * What a reference means, if it is one of ours: also for the resource tags of an If header.
     *
     * @param reference absolute path or absolute URI
     * @param requestScheme of the request itself
     * @param requestAuthority the Host of the request
     * @return empty when it points to another server or outside the share
     * @throws RequestRefusedException 400 when malformed or too long
     */
    public Optional<Href> ours(String reference, String requestScheme, String requestAuthority) {
        if (reference.length() > MAX_LENGTH) {
            throw RequestRefusedException.badRequest("A URL in a header is too long.");
        }
        String text = reference.strip();
        if (text.startsWith("/")) {
            return codec.find(text);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
            throw RequestRefusedException.badRequest("A URL in a header is neither an absolute path nor a full URL.");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) && !scheme.equalsIgnoreCase(requestScheme)) {
            return Optional.empty();
        }
        if (!text.startsWith("//", colon + 1)) {
            throw RequestRefusedException.badRequest("A URL in a header names no host.");
        }
        int start = colon + 3;
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (!own.include(text.substring(start, end), requestAuthority)) {
            return Optional.empty();
        }
        return codec.find(end == text.length() ? "/" : text.substring(end));
    }
}
