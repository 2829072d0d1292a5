/**
 * From the request line and the small headers of RFC 4918 §10 to values: which resource is meant, how deep, where to, how
 * much, for how long. Pure functions; methods and the request reader call them.
 */
@NullMarked
package io.headroom.server.path;

import org.jspecify.annotations.NullMarked;
