/**
 * What is done with the metadata as a whole while no server works with them: copies of them, and a look whether they fit what is
 * stored. Called by the command line.
 */
@NullMarked
package io.headroom.server.upkeep;

import org.jspecify.annotations.NullMarked;
