/**
 * What is wrong with a request itself, as the protocol words it. Below every other package of the server: parsers, rules and
 * methods throw {@link io.headroom.server.failure.RequestRefusedException}; only the servlet answers it.
 */
@NullMarked
package io.headroom.server.failure;

import org.jspecify.annotations.NullMarked;
