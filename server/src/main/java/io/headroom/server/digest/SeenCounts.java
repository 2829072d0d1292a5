package io.headroom.server.digest;

/**
 * Which counts came with one nonce: the highest, and which of the 256 up to it. Requests on several connections overtake one another,
 * so an order is not asked for; what lies further back counts as seen. For one thread at a time.
 */
final class SeenCounts {
    private static final int WORD = Long.SIZE;
    private static final int WINDOW = 4 * WORD;

    private final long[] bits = new long[WINDOW / WORD];
    private long highest;

    /** False when it was there before, or may have been. */
    boolean add(long count) {
        if (count < 1 || count <= highest - WINDOW) {
            return false;
        }
        for (long between = Math.max(highest + 1, count - WINDOW + 1); between <= count; between++) {
            bits[word(between)] &= ~bit(between);
        }
        highest = Math.max(highest, count);
        boolean isNew = (bits[word(count)] & bit(count)) == 0;
        bits[word(count)] |= bit(count);
        return isNew;
    }

    private static int word(long count) {
        return (int) ((count % WINDOW) / WORD);
    }

    private static long bit(long count) {
        return 1L << (count % WORD);
    }
}
