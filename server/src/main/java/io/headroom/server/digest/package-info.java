/** Digest access authentication (RFC 7616): what a client proves and with which nonce. Knows nothing of the container. */
@NullMarked
package io.headroom.server.digest;

import org.jspecify.annotations.NullMarked;
