/**
 * Several storages as one: which of them has a path, copies from one to another, and what becomes of requests while one of them is
 * away. Knows no HTTP.
 */
@NullMarked
package io.headroom.server.mount;

import org.jspecify.annotations.NullMarked;
