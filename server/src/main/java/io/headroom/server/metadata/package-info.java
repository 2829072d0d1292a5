/**
 * The database of locks and dead properties: implements the store interfaces of {@code lock} and {@code property}, so that
 * rules never see SQL. Only the assembly of the server creates these classes.
 */
@NullMarked
package io.headroom.server.metadata;

import org.jspecify.annotations.NullMarked;
