package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.spi.ByteSize;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a collection may hold, all below it included. At least one of the two is limited.
 *
 * @param bytes of all files together; empty for no limit
 * @param entries files and collections together, the collection itself not counted; empty for no limit
 */
public record QuotaLimit(OptionalLong bytes, OptionalLong entries) {
    private static final Pattern ENTRIES = Pattern.compile("entries\\s*=\\s*(\\d{1,18})");

    public QuotaLimit {
        if (bytes.isEmpty() && entries.isEmpty()) {
            throw new IllegalArgumentException("A quota limits bytes, entries or both.");
        }
        if (bytes.orElse(0) < 0 || entries.orElse(0) < 0) {
            throw new IllegalArgumentException("A quota is not negative.");
        }
    }

    public static QuotaLimit ofBytes(long bytes) {
        return new QuotaLimit(OptionalLong.of(bytes), OptionalLong.empty());
    }

    /**
     * @param text {@code 10GiB}, {@code entries=5000}, or {@code 10GiB,entries=5000}
     * @throws IllegalArgumentException with a sentence for people
     */
    public static QuotaLimit parse(String text) {
        OptionalLong bytes = OptionalLong.empty();
        OptionalLong entries = OptionalLong.empty();
        for (String part : text.split(",", -1)) {
            String stripped = part.strip();
            Matcher count = ENTRIES.matcher(stripped.toLowerCase(Locale.ROOT));
            if (count.matches()) {
                entries = OptionalLong.of(Long.parseLong(count.group(1)));
            } else {
                bytes = OptionalLong.of(ByteSize.parse(stripped));
            }
        }
        return new QuotaLimit(bytes, entries);
    }

    /** As nodes count that share the quota. */
    Amount amount() {
        return new Amount(
                Math.min(Amount.UNLIMITED, bytes.orElse(Amount.UNLIMITED)),
                Math.min(Amount.UNLIMITED, entries.orElse(Amount.UNLIMITED)));
    }

    static QuotaLimit of(Amount amount) {
        return new QuotaLimit(limit(amount.bytes()), limit(amount.entries()));
    }

    private static OptionalLong limit(long amount) {
        return amount == Amount.UNLIMITED ? OptionalLong.empty() : OptionalLong.of(amount);
    }

    /** What {@link #parse} reads, exact to the byte. */
    @Override
    public String toString() {
        String size = bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "";
        if (entries.isEmpty()) {
            return size;
        }
        return (size.isEmpty() ? "" : size + ",") + "entries=" + entries.getAsLong();
    }
}
