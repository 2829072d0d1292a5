package io.headroom.server.date;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dates of HTTP headers (RFC 9110 §5.6.7): three forms are read, IMF-fixdate is written. Always GMT, whole seconds. */
public final class HttpDate {
    public static final int LENGTH = 29;

    private static final byte[] WEEKDAYS = "MonTueWedThuFriSatSun".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);

    private HttpDate() {}

    /**
     * @param value in any of the three forms; null when there is no such header
     * @return empty when there is no date or none that can be read: a condition with it must be ignored
     */
    public static Optional<Instant> parse(@Nullable String value) {
        return value == null ? Optional.empty() : HttpDateForms.parse(value.strip());
    }

    /** Fractions of a second are cut off. */
    public static String format(Instant instant) {
        byte[] out = new byte[LENGTH];
        write(instant.getEpochSecond(), out, 0);
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes {@link #LENGTH} bytes without allocating. A year that has no four digits becomes the nearest that has.
     *
     * @return the offset after the last byte written
     */
    public static int write(long epochSecond, byte[] out, int offset) {
        long second = CivilDay.representable(epochSecond);
        long epochDay = Math.floorDiv(second, CivilDay.SECONDS_A_DAY);
        int date = CivilDay.of(epochDay);
        int at = name(WEEKDAYS, CivilDay.weekday(epochDay), out, offset);
        out[at++] = ',';
        out[at++] = ' ';
        at = CivilDay.twoDigits(CivilDay.day(date), out, at);
        out[at++] = ' ';
        at = name(MONTHS, CivilDay.month(date) - 1, out, at);
        out[at++] = ' ';
        at = CivilDay.fourDigits(CivilDay.year(date), out, at);
        out[at++] = ' ';
        at = CivilDay.time((int) (second - epochDay * CivilDay.SECONDS_A_DAY), out, at);
        out[at++] = ' ';
        out[at++] = 'G';
        out[at++] = 'M';
        out[at++] = 'T';
        return at;
    }

    private static int name(byte[] names, int index, byte[] out, int offset) {
        System.arraycopy(names, index * 3, out, offset, 3);
        return offset + 3;
    }
}
