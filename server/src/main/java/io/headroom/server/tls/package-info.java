/** Certificates and keys: read from files, and read again when those change. Knows nothing of DAV. */
@NullMarked
package io.headroom.server.tls;

import org.jspecify.annotations.NullMarked;
