/**
 * A bucket of any S3 store as a storage: one object for each file, so that other programs read the same bucket. Found by
 * {@link java.util.ServiceLoader}; nobody else refers to this package.
 */
@NullMarked
package io.headroom.s3;

import org.jspecify.annotations.NullMarked;
