package io.headroom.s3;

import java.util.OptionalLong;

/**
 * How large the parts of one upload are. An upload has {@link Multipart#MOST_PARTS} at most: so when the length is known the parts
 * are large enough for it, and else they double every thousand parts. They are never larger than memory allows.
 *
 * @param first the size of the first part, in bytes
 * @param largest the size that no part exceeds, in bytes
 */
record PartPlan(int first, int largest) {
    private static final int DOUBLING = 1000;
    private static final long MEBIBYTE = 1024 * 1024;

    /** @param expected the length of the file; empty when unknown */
    static PartPlan of(UploadMemory memory, OptionalLong expected) {
        int largest = memory.largestPart();
        if (expected.isEmpty()) {
            return new PartPlan(memory.partSize(), largest);
        }
        long least = ceilDiv(ceilDiv(expected.getAsLong(), Multipart.MOST_PARTS), MEBIBYTE) * MEBIBYTE;
        return new PartPlan((int) Math.min(largest, Math.max(memory.partSize(), least)), largest);
    }

    /** @param number from 1 */
    int size(int number) {
        long doubled = (long) first << Math.min(30, (number - 1) / DOUBLING);
        return (int) Math.min(largest, doubled);
    }

    /** The largest file that can be uploaded when its length is known before, in bytes. */
    static long largestFile(UploadMemory memory) {
        return Math.min(S3Keys.LARGEST_FILE, (long) memory.largestPart() * Multipart.MOST_PARTS);
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
