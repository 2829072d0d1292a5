/**
 * HTTP/1.1 by hand: exactly the bytes that a trial asks for, at the time it asks for them, over plain sockets or TLS. Knows
 * nothing of WebDAV.
 */
@NullMarked
package io.headroom.conformance.wire;

import org.jspecify.annotations.NullMarked;
