package io.headroom.spi;

/**
 * The fixed limits of a backend, which no freeing of room can lift.
 *
 * @param largestFile in bytes
 * @param longestName in UTF-8 bytes
 * @param longestPath in UTF-8 bytes, slashes included
 */
public record Limits(long largestFile, int longestName, int longestPath) {}
