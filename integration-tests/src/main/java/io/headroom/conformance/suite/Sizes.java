package io.headroom.conformance.suite;

import java.util.Locale;

/** Sizes in bytes, and in words. */
public final class Sizes {
    public static final long KIB = 1L << 10;
    public static final long MIB = 1L << 20;

    private Sizes() {}

    /** Such as {@code 1.5 MiB}. */
    public static String words(long bytes) {
        if (bytes >= MIB) {
            return rounded(bytes, MIB, "MiB");
        }
        return bytes >= 10 * KIB ? rounded(bytes, KIB, "KiB") : bytes + " bytes";
    }

    private static String rounded(long bytes, long unit, String name) {
        return bytes % unit == 0
                ? bytes / unit + " " + name
                : String.format(Locale.ROOT, "%.1f %s", (double) bytes / unit, name);
    }
}
