package io.headroom.conformance.suite;

import java.util.OptionalLong;

/**
 * How far the suite may go.
 *
 * @param room bytes that the server has, when somebody said so
 * @param most bytes that may be uploaded to fill a server
 */
public record RoomLimits(OptionalLong room, long most) {}
