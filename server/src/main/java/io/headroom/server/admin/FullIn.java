package io.headroom.server.admin;

import java.util.Locale;
import java.util.OptionalDouble;

/** How long until something is full, in few words. */
public final class FullIn {
    private static final double LONG_DAYS = 365;

    private FullIn() {}

    /** {@code 5 hours}, {@code 12 days}, {@code over a year}; a dash when nobody can tell. */
    public static String words(OptionalDouble days) {
        if (days.isEmpty()) {
            return "-";
        }
        double left = days.getAsDouble();
        if (left > LONG_DAYS) {
            return "over a year";
        }
        return left < 2
                ? String.format(Locale.ROOT, "%.0f hours", left * 24)
                : String.format(Locale.ROOT, "%.0f days", left);
    }
}
