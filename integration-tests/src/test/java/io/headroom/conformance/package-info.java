/** The suite is able to fail: tried on a server that does everything wrong. */
@NullMarked
package io.headroom.conformance;

import org.jspecify.annotations.NullMarked;
