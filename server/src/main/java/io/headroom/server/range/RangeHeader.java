package io.headroom.server.range;

import io.headroom.spi.ByteRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which bytes a Range header asks for, measured against one file (RFC 9110 §14.2). */
public sealed interface RangeHeader {
    /** Send the whole file: nothing was asked, or nothing that has to be obeyed. */
    record None() implements RangeHeader {}

    /** Nothing of what was asked exists: 416. */
    record Unsatisfiable() implements RangeHeader {}

    /**
     * Send these: 206.
     *
     * @param ranges at least one, none empty, none overlapping
     */
    record Ranges(List<ByteRange> ranges) implements RangeHeader {
        public Ranges {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * @param value of the Range header; null when there is none
     * @param length of the file, in bytes
     */
    static RangeHeader parse(@Nullable String value, long length) {
        return value == null ? new None() : RangeParser.parse(value, length);
    }
}
