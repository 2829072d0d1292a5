package io.headroom.server.range;

import io.headroom.server.date.HttpDate;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the file is still the one of which the client has a part (RFC 9110 §13.1.5). If not, the whole is sent. */
public final class IfRange {
    /** A file at rest for so long had its date before anybody could read it within the same second. */
    private static final Duration AT_REST = Duration.ofSeconds(2);

    private IfRange() {}

    /**
     * A tag must match strongly. A date must be the very second of the last change, and be strong (RFC 9110 §8.8.2.2):
     * within that second the file could change again and keep its date.
     *
     * @param value of the If-Range header; null when there is none, which always holds
     * @param now when the request is answered
     */
    public static boolean holds(@Nullable String value, FileResource file, Instant now) {
        if (value == null) {
            return true;
        }
        String text = value.strip();
        if (text.startsWith("\"") || text.startsWith("W/")) {
            EntityTag tag = file.entityTag();
            return !tag.weak() && text.equals(tag.toString());
        }
        Optional<Instant> date = HttpDate.parse(text);
        return date.isPresent()
                && date.get().getEpochSecond() == file.lastModified().getEpochSecond()
                && file.lastModified().isBefore(now.minus(AT_REST));
    }
}
