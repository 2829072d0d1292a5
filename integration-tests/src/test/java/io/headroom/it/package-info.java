/**
 * The whole server on a real port, proved row by row with real requests. {@link io.headroom.it.TestServer} runs it,
 * {@link io.headroom.it.Dav} talks to it in sentences and {@link io.headroom.it.RawClient} in bytes.
 */
@NullMarked
package io.headroom.it;

import org.jspecify.annotations.NullMarked;
