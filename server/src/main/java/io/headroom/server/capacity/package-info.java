/**
 * The room this project is about: how much is left, who has been promised some of it, and the refusal when it is not enough.
 * {@link io.headroom.server.capacity.AdmissionStorage} is a layer, so every writing method gets the same answer from the same
 * code.
 */
@NullMarked
package io.headroom.server.capacity;

import org.jspecify.annotations.NullMarked;
