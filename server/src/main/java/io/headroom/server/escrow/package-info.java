/**
 * What several nodes know of their quotas together: the rows of the shared ledger, and the rules by which a node takes room from
 * it and gives it back. Knows paths and numbers only; {@link io.headroom.server.escrow.SharedLedger} is what a database
 * implements. The books of one node that draw on it are in {@code capacity}.
 */
@NullMarked
package io.headroom.server.escrow;

import org.jspecify.annotations.NullMarked;
