/**
 * Who is changing which part of the tree at this moment, in this process and in others that serve the same: the short mutual
 * exclusion that makes "check the locks and conditions, then change" one step. Not to be taken for the write locks of RFC 4918, which live in {@code lock}.
 * And which names nothing new may have.
 */
@NullMarked
package io.headroom.server.namespace;

import org.jspecify.annotations.NullMarked;
