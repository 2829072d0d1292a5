package io.headroom.server.monitor;

import java.util.OptionalDouble;

/**
 * What is known about one limit at a moment.
 *
 * @param level the threshold that was announced, in per cent; 0 below the first
 * @param daysUntilFull at the rate of the last days; empty when it is not growing, or nobody can tell
 */
public record LimitStatus(Figures figures, int level, OptionalDouble daysUntilFull) {}
