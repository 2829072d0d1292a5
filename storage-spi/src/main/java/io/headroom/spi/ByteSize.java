package io.headroom.spi;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 500MiB}, {@code 1.5G}, {@code 4096}. All units are binary. */
public final class ByteSize {
    private static final Pattern TEXT =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGTPE]?)(?:I?B)?", Pattern.CASE_INSENSITIVE);
    private static final int STEP = 1024;

    private ByteSize() {}

    /**
     * @return bytes
     * @throws IllegalArgumentException with a sentence for people
     */
    public static long parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size such as 500MiB, 1.5GiB or 4096.");
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : "KMGTPE".indexOf(unit) + 1;
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(STEP).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is more than any store can hold.");
        }
        return bytes.longValue();
    }
}
