package io.headroom.server.escrow;

/**
 * A node that takes part.
 *
 * @param until when its leases end, unless it renews them: milliseconds of the ledger's clock
 */
public record NodeRow(String node, long until) {}
