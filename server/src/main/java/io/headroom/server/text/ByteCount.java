package io.headroom.server.text;

import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;

/** Numbers of bytes for people: binary units, one digit after the point. */
public final class ByteCount {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    private ByteCount() {}

    /** In English: {@code 512 bytes}, {@code 7.0 MiB}. */
    public static String of(long bytes) {
        if (bytes < STEP) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        return scaled(bytes, Locale.ROOT, RoundingMode.HALF_UP);
    }

    /** Whether the number is large enough for a unit beyond the byte. */
    static boolean hasUnit(long bytes) {
        return bytes >= STEP;
    }

    /**
     * The number in the largest unit that leaves something before the point.
     *
     * @param bytes 1024 or more
     * @param rounding up for what must be enough, down for what must not be promised
     */
    static String scaled(long bytes, Locale locale, RoundingMode rounding) {
        double value = bytes;
        int unit = -1;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setGroupingUsed(false);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(rounding);
        return format.format(value) + " " + UNITS[unit];
    }
}
