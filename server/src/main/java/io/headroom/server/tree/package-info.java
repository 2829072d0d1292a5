/**
 * What touches many resources at once: walking, copying, removing a tree, and naming the members that failed.
 */
@NullMarked
package io.headroom.server.tree;

import org.jspecify.annotations.NullMarked;
