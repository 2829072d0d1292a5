package io.headroom.server.property;

/**
 * The last date that was written, since neighbours in a folder often share the second. For one thread.
 */
final class DateMemo {
    /** Writes a date at an offset. */
    @FunctionalInterface
    interface Format {
        int write(long epochSecond, byte[] out, int offset);
    }

    private final Format format;
    private final byte[] text;
    private long second = Long.MIN_VALUE;

    DateMemo(int length, Format format) {
        this.format = format;
        this.text = new byte[length];
    }

    /** The date as ASCII; good until the next call. */
    byte[] of(long epochSecond) {
        if (epochSecond != second) {
            format.write(epochSecond, text, 0);
            second = epochSecond;
        }
        return text;
    }
}
