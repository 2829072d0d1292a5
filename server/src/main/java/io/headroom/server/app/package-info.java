/**
 * The command line, the settings, and the recipe that puts a server together: settings → metadata → storage and its layers →
 * methods → servlet → Jetty.
 */
@NullMarked
package io.headroom.server.app;

import org.jspecify.annotations.NullMarked;
