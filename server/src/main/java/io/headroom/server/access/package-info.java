/** What people may do where. Knows neither passwords nor HTTP. */
@NullMarked
package io.headroom.server.access;

import org.jspecify.annotations.NullMarked;
