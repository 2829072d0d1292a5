/** WebDAV on top of the wire: the requests of a client, and what replies say, read without trust. Knows no trials. */
@NullMarked
package io.headroom.conformance.dav;

import org.jspecify.annotations.NullMarked;
