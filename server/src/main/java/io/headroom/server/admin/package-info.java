/**
 * The administration: a port of its own with metrics, health, the room that is left and the quotas, and the other end of it,
 * which the command line uses. Not for clients of the files.
 */
@NullMarked
package io.headroom.server.admin;

import org.jspecify.annotations.NullMarked;
