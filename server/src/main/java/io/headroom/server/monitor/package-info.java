/**
 * Lack of room, seen before it happens: thresholds on every limit, how fast each is used up, and who is told. Knows the rooms
 * of {@code capacity} and owns the interfaces of what it keeps; {@code metadata} implements them.
 */
@NullMarked
package io.headroom.server.monitor;

import org.jspecify.annotations.NullMarked;
