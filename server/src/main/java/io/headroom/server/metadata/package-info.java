/**
 * The database of locks, dead properties and what the watch over the room remembers: implements the store interfaces of
 * {@code lock}, {@code property} and {@code monitor}, so that rules never see SQL. Only the assembly of the server creates these classes.
 */
@NullMarked
package io.headroom.server.metadata;

import org.jspecify.annotations.NullMarked;
