package io.headroom.server.date;

/**
 * The proleptic Gregorian calendar in plain arithmetic, because {@code java.time} allocates an object or two a date and a
 * listing writes two dates a member. The algorithm counts years from March, so that the leap day comes last.
 */
final class CivilDay {
    static final long SECONDS_A_DAY = 86_400;

    private static final int DAYS_IN_400_YEARS = 146_097;
    private static final int DAYS_FROM_YEAR_0_TO_1970 = 719_468;
    /** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: all that four digits can say. */
    private static final long FIRST_SECOND = -62_167_219_200L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private CivilDay() {}

    /** The nearest second that has a year of four digits. */
    static long representable(long epochSecond) {
        return Math.max(FIRST_SECOND, Math.min(LAST_SECOND, epochSecond));
    }

    /** @return the day in one number: see {@link #year}, {@link #month} and {@link #day} */
    static int of(long epochDay) {
        long shifted = epochDay + DAYS_FROM_YEAR_0_TO_1970;
        long era = Math.floorDiv(shifted, (long) DAYS_IN_400_YEARS);
        int dayOfEra = (int) (shifted - era * DAYS_IN_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        return (year << 9) | (month << 5) | day;
    }

    static int year(int civilDay) {
        return civilDay >> 9;
    }

    /** From 1. */
    static int month(int civilDay) {
        return (civilDay >> 5) & 0xF;
    }

    /** From 1. */
    static int day(int civilDay) {
        return civilDay & 0x1F;
    }

    /** From 0 for Monday. */
    static int weekday(long epochDay) {
        return (int) Math.floorMod(epochDay + 3, 7L);
    }

    static int twoDigits(int value, byte[] out, int offset) {
        out[offset] = (byte) ('0' + value / 10);
        out[offset + 1] = (byte) ('0' + value % 10);
        return offset + 2;
    }

    static int fourDigits(int value, byte[] out, int offset) {
        return twoDigits(value % 100, out, twoDigits(value / 100, out, offset));
    }

    /** Writes {@code hh:mm:ss}. */
    static int time(int secondOfDay, byte[] out, int offset) {
        int at = twoDigits(secondOfDay / 3600, out, offset);
        out[at++] = ':';
        at = twoDigits(secondOfDay / 60 % 60, out, at);
        out[at++] = ':';
        return twoDigits(secondOfDay % 60, out, at);
    }
}
