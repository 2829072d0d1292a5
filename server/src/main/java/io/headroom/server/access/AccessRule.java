package io.headroom.server.access;

import io.headroom.spi.path.ResourcePath;

/**
 * What somebody may do at a path and below, where no rule further down says otherwise.
 *
 * @param prefix where it begins to hold
 */
public record AccessRule(ResourcePath prefix, Subject subject, Right right) {}
