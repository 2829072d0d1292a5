/**
 * Which servers serve the same storage by the same database: how one joins them, shows that it lives, and leaves; and who
 * must not. Owns the {@link io.headroom.server.node.NodeStore} interface; {@code metadata} implements it.
 */
@NullMarked
package io.headroom.server.node;

import org.jspecify.annotations.NullMarked;
