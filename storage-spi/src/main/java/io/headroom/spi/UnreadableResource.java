package io.headroom.spi;

import io.headroom.spi.path.ResourcePath;

/**
 * A member that is there but can't be looked at: a listing names it instead of failing as a whole.
 *
 * @param denied whether rights are missing; else the storage failed on it
 */
public record UnreadableResource(ResourcePath path, boolean denied) implements Resource {}
