/** The folder that each user has of their own. */
@NullMarked
package io.headroom.server.home;

import org.jspecify.annotations.NullMarked;
