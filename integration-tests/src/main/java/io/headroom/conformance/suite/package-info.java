/**
 * What a row is, the place it is tried in, and the run of all rows. Makes one collection on the server, works in it alone, and
 * removes it. Knows no single row.
 */
@NullMarked
package io.headroom.conformance.suite;

import org.jspecify.annotations.NullMarked;
