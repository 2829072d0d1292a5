package io.headroom.server.date;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Timestamps of the form {@code 2026-11-22T18:04:05Z}, as creationdate wants them (RFC 4918 §15.1). Always UTC. */
public final class Rfc3339 {
    public static final int LENGTH = 20;

    private Rfc3339() {}

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
        int at = CivilDay.fourDigits(CivilDay.year(date), out, offset);
        out[at++] = '-';
        at = CivilDay.twoDigits(CivilDay.month(date), out, at);
        out[at++] = '-';
        at = CivilDay.twoDigits(CivilDay.day(date), out, at);
        out[at++] = 'T';
        at = CivilDay.time((int) (second - epochDay * CivilDay.SECONDS_A_DAY), out, at);
        out[at++] = 'Z';
        return at;
    }
}
