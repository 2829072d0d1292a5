/**
 * Write locks (RFC 4918 §6 and §7): who holds what, for how long, and what that forbids. Owns the
 * {@link io.headroom.server.lock.LockStore} interface; {@code metadata} implements it.
 */
@NullMarked
package io.headroom.server.lock;

import org.jspecify.annotations.NullMarked;
