package io.headroom.server.date;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The three forms of RFC 9110 §5.6.7, by fixed columns:
 *
 * <pre>
 * Sun, 06 Nov 1994 08:49:37 GMT     IMF-fixdate
 * Sunday, 06-Nov-94 08:49:37 GMT    RFC 850
 * Sun Nov  6 08:49:37 1994          asctime
 * </pre>
 *
 * <p>The day of the week must be a word of the form, but needn't fit the date: it carries no information.
 */
final class HttpDateForms {
    private static final List<String> SHORT_DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> LONG_DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NO_NUMBER = -1;

    private HttpDateForms() {}

    static Optional<Instant> parse(String text) {
        int comma = text.indexOf(',');
        if (comma == 3 && text.length() == HttpDate.LENGTH) {
            return imfFixdate(text);
        }
        if (comma > 3) {
            return rfc850(text, comma);
        }
        return text.length() == 24 ? asctime(text) : Optional.empty();
    }

    private static Optional<Instant> imfFixdate(String text) {
        boolean shaped = SHORT_DAYS.contains(text.substring(0, 3))
                && text.charAt(4) == ' '
                && text.charAt(7) == ' '
                && text.charAt(11) == ' '
                && text.charAt(16) == ' '
                && text.endsWith(" GMT");
        return shaped
                ? instant(number(text, 12, 4), month(text, 8), number(text, 5, 2), time(text, 17))
                : Optional.empty();
    }

    private static Optional<Instant> rfc850(String text, int comma) {
        int day = comma + 2;
        boolean shaped = text.length() == day + 22
                && LONG_DAYS.contains(text.substring(0, comma))
                && text.charAt(comma + 1) == ' '
                && text.charAt(day + 2) == '-'
                && text.charAt(day + 6) == '-'
                && text.charAt(day + 9) == ' '
                && text.endsWith(" GMT");
        if (!shaped) {
            return Optional.empty();
        }
        int year = number(text, day + 7, 2);
        // The RFC counts 50 years from now; a fixed border, as POSIX has it, doesn't change its mind from day to day.
        int century = year < 69 ? 2000 : 1900;
        return instant(
                year == NO_NUMBER ? NO_NUMBER : century + year,
                month(text, day + 3),
                number(text, day, 2),
                time(text, day + 10));
    }

    private static Optional<Instant> asctime(String text) {
        boolean shaped = SHORT_DAYS.contains(text.substring(0, 3))
                && text.charAt(3) == ' '
                && text.charAt(7) == ' '
                && text.charAt(10) == ' '
                && text.charAt(19) == ' ';
        int day = text.charAt(8) == ' ' ? number(text, 9, 1) : number(text, 8, 2);
        return shaped ? instant(number(text, 20, 4), month(text, 4), day, time(text, 11)) : Optional.empty();
    }

    private static Optional<Instant> instant(int year, int month, int day, int secondOfDay) {
        if (year == NO_NUMBER || month == NO_NUMBER || day == NO_NUMBER || secondOfDay == NO_NUMBER) {
            return Optional.empty();
        }
        try {
            long epochDay = LocalDate.of(year, month, day).toEpochDay();
            return Optional.of(Instant.ofEpochSecond(epochDay * CivilDay.SECONDS_A_DAY + secondOfDay));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** From 1. */
    private static int month(String text, int offset) {
        int index = MONTHS.indexOf(text.substring(offset, offset + 3));
        return index >= 0 && index % 3 == 0 ? index / 3 + 1 : NO_NUMBER;
    }

    /** Reads {@code hh:mm:ss}; a leap second belongs to the next minute. */
    private static int time(String text, int offset) {
        int hour = number(text, offset, 2);
        int minute = number(text, offset + 3, 2);
        int second = number(text, offset + 6, 2);
        boolean good = text.charAt(offset + 2) == ':'
                && text.charAt(offset + 5) == ':'
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second <= 60;
        return good ? (hour * 60 + minute) * 60 + second : NO_NUMBER;
    }

    private static int number(String text, int offset, int digits) {
        int value = 0;
        for (int i = offset; i < offset + digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
