package io.headroom.server.path;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** For how long a lock is asked (RFC 4918 §10.7). */
public final class TimeoutHeader {
    private static final String SECONDS = "Second-";
    private static final String INFINITE = "Infinite";

    private TimeoutHeader() {}

    /**
     * The first value of the list that means anything, cut to the maximum.
     *
     * @param value of the Timeout header; null when there is none
     * @param preferred when the client asks for nothing that we understand
     * @param maximum what the server grants at most
     */
    public static Duration parse(@Nullable String value, Duration preferred, Duration maximum) {
        if (value != null) {
            for (String item : value.split(",", -1)) {
                String word = item.strip();
                if (word.equalsIgnoreCase(INFINITE)) {
                    return maximum;
                }
                OptionalLong seconds = seconds(word);
                if (seconds.isPresent()) {
                    return shorter(Duration.ofSeconds(seconds.getAsLong()), maximum);
                }
            }
        }
        return shorter(preferred, maximum);
    }

    private static OptionalLong seconds(String word) {
        if (!word.regionMatches(true, 0, SECONDS, 0, SECONDS.length())) {
            return OptionalLong.empty();
        }
        OptionalLong seconds = Digits.parse(word.substring(SECONDS.length()));
        // A lock of no time at all would be gone before its answer arrives.
        return seconds.isPresent() && seconds.getAsLong() == 0 ? OptionalLong.empty() : seconds;
    }

    private static Duration shorter(Duration asked, Duration maximum) {
        return asked.compareTo(maximum) < 0 ? asked : maximum;
    }
}
