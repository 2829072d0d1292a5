package io.headroom.server.property;

import io.headroom.spi.FileResource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.MimeTypes;

/**
 * The media type of a file: what was given with the write where the storage keeps that, else what its name ends with, else
 * {@code application/octet-stream}. GET and PROPFIND ask here, so they always agree. Thread-safe.
 */
public final class MediaTypes {
    public static final String UNKNOWN = "application/octet-stream";

    /** What a browser would run as a page of this server. */
    private static final Set<String> ACTIVE = Set.of(
            "text/html",
            "application/xhtml+xml",
            "image/svg+xml",
            "text/xml",
            "application/xml",
            "text/javascript",
            "application/javascript",
            "application/x-javascript",
            "application/x-shockwave-flash",
            "text/xsl",
            "application/xslt+xml");

    private static final int MOST_CACHED = 512;

    private final Map<String, String> byExtension = new ConcurrentHashMap<>();

    /** A media type without parameters, or with those that were given. */
    public String of(FileResource file) {
        return file.contentType().isPresent()
                ? file.contentType().get()
                : ofName(file.path().name());
    }

    private String ofName(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return UNKNOWN;
        }
        String extension = name.substring(dot + 1);
        String known = byExtension.get(extension);
        if (known != null) {
            return known;
        }
        String type = MimeTypes.DEFAULTS.getMimeByExtension("x." + extension);
        String found = type == null ? UNKNOWN : type;
        // Extensions come from clients: what they make up must not fill the memory.
        if (byExtension.size() < MOST_CACHED) {
            byExtension.put(extension, found);
        }
        return found;
    }

    /** Whether a browser would run it as a page of this server, so that it must be handed out as a download. */
    public boolean isActive(String mediaType) {
        int end = mediaType.indexOf(';');
        return ACTIVE.contains((end < 0 ? mediaType : mediaType.substring(0, end)).strip());
    }
}
