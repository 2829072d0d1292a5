/**
 * What a storage backend is: paths, bytes and the room that is left. It knows no HTTP, no XML and no SQL.
 *
 * <p>A backend implements {@link io.headroom.spi.StorageProvider} and {@link io.headroom.spi.Storage}; a layer extends
 * {@link io.headroom.spi.ForwardingStorage}. Whoever passes the contract kit ({@code io.headroom.spi.testkit}) is done.
 */
@NullMarked
package io.headroom.spi;

import org.jspecify.annotations.NullMarked;
