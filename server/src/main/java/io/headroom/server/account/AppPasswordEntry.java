package io.headroom.server.account;

import java.time.Instant;

/**
 * What is told of an app password.
 *
 * @param label what it is for
 */
public record AppPasswordEntry(String label, Instant created) {}
