/** Dates as HTTP and WebDAV write them. Pure functions, free of allocation where listings call them. */
@NullMarked
package io.headroom.server.date;

import org.jspecify.annotations.NullMarked;
