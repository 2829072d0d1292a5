package io.headroom.server.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The least-squares line through what was used at some moments. One thread; samples in any order. */
final class GrowthEstimate {
    private static final int FEWEST = 3;
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final double FARTHEST_DAYS = 3650;
    private static final double DAY_SECONDS = 86_400;

    private @Nullable Instant first;
    private long firstUsed;
    private Duration earliest = Duration.ZERO;
    private Duration latest = Duration.ZERO;
    private int count;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;

    /** @param used bytes or entries */
    void add(Instant at, long used) {
        if (first == null) {
            first = at;
            firstUsed = used;
        }
        Duration since = Duration.between(first, at);
        earliest = since.compareTo(earliest) < 0 ? since : earliest;
        latest = since.compareTo(latest) > 0 ? since : latest;
        // Beside the first sample: large absolute numbers would lose the small differences that count.
        double x = since.toSeconds() / DAY_SECONDS;
        double y = (double) (used - firstUsed);
        count++;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumXy += x * y;
    }

    /** How much more is used each day; negative when it becomes less; empty when there are too few samples to say. */
    OptionalDouble perDay() {
        double spread = count * sumXx - sumX * sumX;
        if (count < FEWEST || latest.minus(earliest).compareTo(SHORTEST) < 0 || spread <= 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((count * sumXy - sumX * sumY) / spread);
    }

    /**
     * @param perDay growth
     * @param left what may still come
     * @return empty when it is not growing, or so slowly that a number would mean nothing
     */
    static OptionalDouble daysUntilFull(double perDay, long left) {
        if (perDay <= 0) {
            return OptionalDouble.empty();
        }
        double days = left / perDay;
        return days > FARTHEST_DAYS ? OptionalDouble.empty() : OptionalDouble.of(days);
    }
}
