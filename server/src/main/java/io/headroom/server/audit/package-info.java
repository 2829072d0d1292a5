/** Who changed what: a line for each request that may change something, with what came of it. */
@NullMarked
package io.headroom.server.audit;

import org.jspecify.annotations.NullMarked;
