package io.headroom.server.range;

import io.headroom.spi.ByteRange;

/** Values of the Content-Range header (RFC 9110 §14.4). */
public final class ContentRange {
    private ContentRange() {}

    /**
     * @param range of at least one byte
     * @param length of the whole file, in bytes
     */
    public static String of(ByteRange range, long length) {
        return "bytes " + range.offset() + '-' + (range.end() - 1) + '/' + length;
    }

    /** What goes with a 416. */
    public static String unsatisfied(long length) {
        return "bytes */" + length;
    }
}
