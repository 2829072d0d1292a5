/**
 * The one family of failures that a storage knows. Each {@link io.headroom.spi.error.StorageException.Kind} has its own
 * final class, and the server maps kinds to HTTP statuses in one table.
 *
 * <p>The storage's end of a transfer throws these; the client's end throws {@link java.io.IOException}. So nobody has to
 * ask whether it was the browser or the disk.
 */
@NullMarked
package io.headroom.spi.error;

import org.jspecify.annotations.NullMarked;
