package io.headroom.server.tree;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;

/**
 * One member of a tree that an operation failed on (RFC 4918 §9.6.1, §9.8.3).
 *
 * @param collection whether the member is a collection, for its href
 */
public record MemberFailure(ResourcePath path, boolean collection, StorageException cause) {}
