/**
 * A suite that looks at any WebDAV server from outside: what it says of its room, and what it does when there is none. This
 * package is its command line. Depends on nothing of the server.
 */
@NullMarked
package io.headroom.conformance;

import org.jspecify.annotations.NullMarked;
