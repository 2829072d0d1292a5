package io.headroom.server.monitor;

import io.headroom.server.capacity.Room;
import io.headroom.server.text.ByteCount;
import io.headroom.spi.error.Shortage.Unit;
import java.util.Locale;
import java.util.OptionalDouble;

/** A change of level in plain words, on one line. */
final class CapacityWords {
    private static final int USED_UP = 100;

    private CapacityWords() {}

    static String of(CapacityEvent event) {
        return subject(event.limit()) + " " + state(event) + figures(event) + outlook(event) + ".";
    }

    private static String subject(WatchedLimit limit) {
        String unit = limit.unit() == Unit.BYTES ? "" : " for files and folders";
        return limit.kind() == Room.Kind.QUOTA
                ? "The quota of " + printable(limit.path().toString()) + unit
                : "The volume"
                        + (limit.path().isRoot()
                                ? ""
                                : " at " + printable(limit.path().toString())) + unit;
    }

    /** A name may hold a line break, and would forge a line of the log. */
    private static String printable(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }

    private static String state(CapacityEvent event) {
        String fill = percent(event.figures().fill().orElse(0.0));
        if (!event.rising()) {
            return "is down to " + fill + " (it was at " + event.levelBefore() + " % or more)";
        }
        return event.level() == USED_UP ? "is used up" : "is " + fill + " full (threshold " + event.level() + " %)";
    }

    /** Rounded down: what is not used up must not look so. */
    private static String percent(double fill) {
        return String.format(Locale.ROOT, "%.1f %%", Math.floor(fill * 1000) / 10);
    }

    private static String figures(CapacityEvent event) {
        Figures figures = event.figures();
        if (figures.used().isEmpty() || figures.available().isEmpty()) {
            return "";
        }
        Unit unit = event.limit().unit();
        String of = figures.limit().isPresent()
                ? " of " + count(unit, figures.limit().getAsLong())
                : "";
        return ": " + count(unit, figures.used().getAsLong()) + of + " used, "
                + count(unit, figures.available().getAsLong()) + " available";
    }

    private static String count(Unit unit, long number) {
        return switch (unit) {
            case BYTES -> ByteCount.of(number);
            case ENTRIES -> Long.toString(number);
        };
    }

    private static String outlook(CapacityEvent event) {
        OptionalDouble days = event.daysUntilFull();
        if (!event.rising() || event.level() == USED_UP || days.isEmpty()) {
            return "";
        }
        double left = days.getAsDouble();
        return left < 2
                ? String.format(Locale.ROOT, ", full in about %.0f hours", Math.max(1, left * 24))
                : String.format(Locale.ROOT, ", full in about %.0f days", left);
    }
}
