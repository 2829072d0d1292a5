/** What a backend and its users test themselves with. */
@NullMarked
package io.headroom.spi.testkit;

import org.jspecify.annotations.NullMarked;
