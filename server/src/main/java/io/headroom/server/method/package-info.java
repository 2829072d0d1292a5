/**
 * The methods of the protocol, one class each. They get their collaborators in {@link io.headroom.server.method.Services} and
 * know nothing of the container.
 */
@NullMarked
package io.headroom.server.method;

import org.jspecify.annotations.NullMarked;
