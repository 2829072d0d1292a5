/**
 * A directory of the local file system as a storage. The server finds {@link io.headroom.fs.FsStorageProvider} by its name
 * {@code fs}; nothing else in here is for others.
 *
 * <p>A request's path goes through {@code FsPaths} (is it a name we keep, does it stay inside the root?) and {@code FsLook}
 * (what stands there, and may it be shown?); changes then go through {@code ChangeLocks}, so that a condition and the rename
 * that depends on it are one step. {@code FsFailures} is the only class that knows what the system's errors mean.
 */
@NullMarked
package io.headroom.fs;

import org.jspecify.annotations.NullMarked;
