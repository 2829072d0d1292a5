/** How a failure is told: as XML for DAV clients, JSON for programs, a page for browsers. Every form says the same. */
@NullMarked
package io.headroom.server.answer;

import org.jspecify.annotations.NullMarked;
