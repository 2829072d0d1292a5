package io.headroom.server.path;

import io.headroom.server.failure.RequestRefusedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether COPY and MOVE may replace what stands at the destination (RFC 4918 §10.6). */
public final class OverwriteHeader {
    private OverwriteHeader() {}

    /**
     * @param value of the Overwrite header; null when there is none, which means yes
     * @throws RequestRefusedException 400 for anything but T and F
     */
    public static boolean parse(@Nullable String value) {
        if (value == null) {
            return true;
        }
        return switch (value.strip().toUpperCase(Locale.ROOT)) {
            case "T" -> true;
            case "F" -> false;
            default -> throw RequestRefusedException.badRequest("Overwrite must be T or F.");
        };
    }
}
