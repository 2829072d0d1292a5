package io.headroom.server.range;

import io.headroom.spi.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code bytes=0-99,200-,-50}. Bad syntax and other units are ignored, as RFC 9110 §14.2 demands. */
final class RangeParser {
    private static final String UNIT = "bytes=";
    private static final int MOST_RANGES = 16;
    /** About what the headers of one part weigh, in bytes. */
    private static final int PART_OVERHEAD = 100;

    private static final int FEW_RANGES = 4;
    private static final long BAD_NUMBER = -1;

    private RangeParser() {}

    static RangeHeader parse(String value, long length) {
        String text = value.strip();
        if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return new RangeHeader.None();
        }
        List<ByteRange> satisfiable = new ArrayList<>(1);
        int asked = 0;
        for (int start = UNIT.length(); start <= text.length(); ) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String spec = text.substring(start, end).strip();
            start = end + 1;
            if (spec.isEmpty()) {
                continue;
            }
            ByteRange range = range(spec, length);
            if (range == null || ++asked > MOST_RANGES) {
                return new RangeHeader.None();
            }
            if (range.length() > 0) {
                satisfiable.add(range);
            }
        }
        return answer(asked, satisfiable);
    }

    private static RangeHeader answer(int asked, List<ByteRange> satisfiable) {
        if (satisfiable.isEmpty()) {
            return asked == 0 ? new RangeHeader.None() : new RangeHeader.Unsatisfiable();
        }
        List<ByteRange> merged = satisfiable.size() == 1 ? satisfiable : merged(satisfiable);
        return isWasteful(merged) ? new RangeHeader.None() : new RangeHeader.Ranges(merged);
    }

    /** @return an empty range when it lies outside the file; null when the header must be ignored */
    private static @Nullable ByteRange range(String spec, long length) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        if (dash == 0) {
            long suffix = number(spec, 1, spec.length());
            if (suffix == BAD_NUMBER || (suffix > 0 && length == 0)) {
                // The last bytes of an empty file are all that it has, which no Content-Range can say.
                return null;
            }
            long taken = Math.min(suffix, length);
            return new ByteRange(length - taken, taken);
        }
        long first = number(spec, 0, dash);
        long last = dash + 1 == spec.length() ? Long.MAX_VALUE : number(spec, dash + 1, spec.length());
        if (first == BAD_NUMBER || last < first) {
            return null;
        }
        return first >= length
                ? new ByteRange(length, 0)
                : new ByteRange(first, Math.min(last, length - 1) - first + 1);
    }

    /** @return {@link Long#MAX_VALUE} for what is larger still: it is good syntax */
    private static long number(String text, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return BAD_NUMBER;
            }
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return start == end ? BAD_NUMBER : value;
    }

    /** In the order of the request unless some touch; a client that asks for touching ranges gets them by offset. */
    private static List<ByteRange> merged(List<ByteRange> ranges) {
        List<ByteRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(ByteRange::offset));
        List<ByteRange> merged = new ArrayList<>(sorted.size());
        ByteRange last = sorted.get(0);
        for (ByteRange next : sorted.subList(1, sorted.size())) {
            if (next.offset() <= last.end()) {
                last = new ByteRange(last.offset(), Math.max(last.end(), next.end()) - last.offset());
            } else {
                merged.add(last);
                last = next;
            }
        }
        merged.add(last);
        return merged.size() == ranges.size() ? ranges : merged;
    }

    /** Many crumbs whose frame would outweigh them: the sign of an attack, not of a reader. */
    private static boolean isWasteful(List<ByteRange> ranges) {
        long bytes = 0;
        for (ByteRange range : ranges) {
            bytes += range.length();
        }
        return ranges.size() > FEW_RANGES && bytes < (long) ranges.size() * PART_OVERHEAD;
    }
}
