/** What a browser gets. */
@NullMarked
package io.headroom.server.web;

import org.jspecify.annotations.NullMarked;
