package io.headroom.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a file may be written, as it was seen.
 *
 * @param file what stood there
 * @param changes how many collections had come and gone by then
 * @param seen when
 */
record Target(Optional<StoredObject> file, long changes, Instant seen) {}
