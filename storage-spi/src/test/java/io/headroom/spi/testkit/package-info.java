/**
 * What a backend tests itself with: {@link io.headroom.spi.testkit.StorageContract} says in tests what
 * {@link io.headroom.spi.Storage} says in words; {@link io.headroom.spi.testkit.MemoryStorage} and
 * {@link io.headroom.spi.testkit.FaultyStorage} stand in for a real store in the tests of everything above it.
 */
@NullMarked
package io.headroom.spi.testkit;

import org.jspecify.annotations.NullMarked;
