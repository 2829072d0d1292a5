package io.headroom.server.path;

import io.headroom.server.failure.RequestRefusedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a request reaches (RFC 4918 §10.2). */
public enum DepthHeader {
    /** The resource alone. */
    ZERO,
    /** The resource and its direct members. */
    ONE,
    /** The resource and all that lies below. */
    INFINITY;

    /**
     * @param value of the Depth header; null when there is none
     * @param absent what the method takes for a missing header
     * @throws RequestRefusedException 400 for any other word
     */
    public static DepthHeader parse(@Nullable String value, DepthHeader absent) {
        if (value == null) {
            return absent;
        }
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "0" -> ZERO;
            case "1" -> ONE;
            case "infinity" -> INFINITY;
            default -> throw RequestRefusedException.badRequest("Depth must be 0, 1 or infinity.");
        };
    }
}
