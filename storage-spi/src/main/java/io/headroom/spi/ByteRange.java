package io.headroom.spi;

/**
 * A run of bytes of one file.
 *
 * @param offset of the first byte, from 0
 * @param length in bytes, 0 or more
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("bad range: " + offset + "+" + length);
        }
    }

    public static ByteRange whole(long length) {
        return new ByteRange(0, length);
    }

    /** The offset after the last byte. */
    public long end() {
        return offset + length;
    }
}
