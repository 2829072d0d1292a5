/**
 * One request and its answer, free of the servlet API: what a method gets, what it gives back, and what a failure is in the words
 * of the protocol. Only {@code http} talks to the container.
 */
@NullMarked
package io.headroom.server.exchange;

import org.jspecify.annotations.NullMarked;
