/**
 * One request and its answer, free of the servlet API: what a method gets, what it gives back, and how a failure becomes a
 * status and a body. Only {@code http} talks to the container.
 */
@NullMarked
package io.headroom.server.exchange;

import org.jspecify.annotations.NullMarked;
