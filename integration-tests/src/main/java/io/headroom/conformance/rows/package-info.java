/** The rows: RFC 4331, and what a client needs of a server that has no room (RFC 4918 §11.5). Grouped by topic. */
@NullMarked
package io.headroom.conformance.rows;

import org.jspecify.annotations.NullMarked;
