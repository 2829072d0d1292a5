package io.headroom.server.path;

import io.headroom.spi.path.ResourcePath;

/**
 * What a URL of ours means.
 *
 * @param trailingSlash whether the URL ended in a slash, as URLs of collections should
 */
public record Href(ResourcePath path, boolean trailingSlash) {}
