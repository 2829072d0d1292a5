package io.headroom.server.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The fills that somebody wants to hear of. A level is reached at its threshold and left two points below it, so that a fill
 * that wavers around a threshold is told once.
 *
 * @param percents rising, each from 1 to 100; none for no thresholds
 */
public record Thresholds(List<Integer> percents) {
    public static final Thresholds DEFAULT = new Thresholds(List.of(80, 90, 100));

    private static final int HYSTERESIS = 2;

    public Thresholds {
        percents = List.copyOf(new TreeSet<>(percents));
    }

    /**
     * @param text {@code 80,90,100}; {@code off} for none
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Thresholds parse(String text) {
        List<Integer> percents = new ArrayList<>();
        if (text.strip().equals("off")) {
            return new Thresholds(percents);
        }
        for (String part : text.split(",", -1)) {
            String number = part.strip().replaceFirst("\\s*%$", "");
            if (!number.matches("[1-9]\\d?|100")) {
                throw new IllegalArgumentException("The thresholds '" + text
                        + "' must be whole numbers from 1 to 100 with commas between, or 'off'.");
            }
            percents.add(Integer.valueOf(number));
        }
        return new Thresholds(percents);
    }

    /**
     * The level that a fill is at.
     *
     * @param fill 1 for used up
     * @param before the level until now, 0 for none
     * @return a threshold, or 0 below the first
     */
    int level(double fill, int before) {
        int reached = 0;
        for (int percent : percents) {
            // Divided, not multiplied: 9 of 10 is exactly as much as 90 of 100.
            boolean holds = percent <= before ? fill > (percent - HYSTERESIS) / 100.0 : fill >= percent / 100.0;
            if (holds) {
                reached = percent;
            }
        }
        return reached;
    }

    /** What a level of earlier settings is now: the highest threshold that it has passed. */
    int nearest(int level) {
        return percents.stream().filter(percent -> percent <= level).reduce(0, (low, high) -> high);
    }
}
