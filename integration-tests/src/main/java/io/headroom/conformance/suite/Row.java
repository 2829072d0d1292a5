package io.headroom.conformance.suite;

/**
 * One demand on a server.
 *
 * @param id unique; of letters, digits and dashes
 * @param title what is tried, in a sentence
 */
public record Row(String id, Level level, String title, Trial trial) {}
