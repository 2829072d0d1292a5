package io.headroom.server.app;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped a key. */
final class NearestKey {
    /** More wrong letters than one in so many, and it is another word. */
    private static final int LETTERS_PER_SLIP = 3;

    private NearestKey() {}

    /** The known key that is few slips away; empty when none is. */
    static Optional<String> to(String typed) {
        return Arrays.stream(Setting.values())
                .map(Setting::key)
                .filter(key -> slips(typed, key) <= Math.max(1, key.length() / LETTERS_PER_SLIP))
                .min(Comparator.comparingInt(key -> slips(typed, key)));
    }

    /** How many letters are missing, too many, wrong, or have changed places with the next. */
    private static int slips(String typed, String key) {
        int[][] slips = new int[typed.length() + 1][key.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= key.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : fewest(slips, typed, i, key, j);
            }
        }
        return slips[typed.length()][key.length()];
    }

    private static int fewest(int[][] slips, String typed, int i, String key, int j) {
        int same = typed.charAt(i - 1) == key.charAt(j - 1) ? 0 : 1;
        int least = Math.min(slips[i - 1][j - 1] + same, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && typed.charAt(i - 1) == key.charAt(j - 2) && typed.charAt(i - 2) == key.charAt(j - 1);
        return swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
    }
}
