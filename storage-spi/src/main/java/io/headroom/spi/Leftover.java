package io.headroom.spi;

/**
 * Something that a crash left in a storage and nobody will ever ask for.
 *
 * @param place where it is, for a person
 * @param what a half sentence about it: what it is of
 */
public record Leftover(String place, String what) {}
