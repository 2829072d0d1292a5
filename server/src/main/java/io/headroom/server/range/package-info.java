/** Range requests (RFC 9110 §14): which bytes are asked for, and the frame of an answer with several parts. */
@NullMarked
package io.headroom.server.range;

import org.jspecify.annotations.NullMarked;
