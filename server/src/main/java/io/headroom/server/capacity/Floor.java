package io.headroom.server.capacity;

import io.headroom.spi.ByteSize;
import io.headroom.spi.Capacity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a volume is kept back, so that a full server can still be tidied up: renamed in, deleted from, written to its
 * database.
 *
 * @param share of the volume's total, 0 to 1
 * @param most bytes, whatever the share gives
 */
public record Floor(double share, long most) {
    /** One per cent of the volume, at most 1 GiB. */
    public static final Floor DEFAULT = new Floor(0.01, 1L << 30);

    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");

    public Floor {
        if (!(share >= 0 && share <= 1) || most < 0) {
            throw new IllegalArgumentException("a floor is between nothing and the whole volume");
        }
    }

    /**
     * @param text {@code 1%}, {@code 500MiB}, {@code 2G}, {@code 0}; a share is at most 1 GiB unless it is over 1 %
     * @throws IllegalArgumentException with a sentence
     */
    public static Floor parse(String text) {
        Matcher matcher = SHARE.matcher(text.strip());
        if (!matcher.matches()) {
            return new Floor(1, size(text));
        }
        double number = Double.parseDouble(matcher.group(1));
        if (number > 100) {
            throw new IllegalArgumentException("The floor '" + text + "' is more than the whole volume.");
        }
        return new Floor(number / 100, number <= 1 ? DEFAULT.most : Long.MAX_VALUE);
    }

    private static long size(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The floor '" + text + "' is neither a share such as 1% nor a size such as 500MiB.", e);
        }
    }

    /** How many bytes stay free on this volume. */
    public long bytes(Capacity.Bounded volume) {
        return Math.min((long) (volume.total() * share), most);
    }
}
