package io.headroom.server.escrow;

/**
 * What became of a claim.
 *
 * @param root as it stands now
 * @param lease what the node holds now, its told growth not counted
 * @param refused whether not even the most modest got anything
 * @param answeredByAll the recall that every other node has answered; the largest number when there is no other node. Known
 *     when it was refused only
 */
public record Grant(RootRow root, Amount lease, boolean refused, long answeredByAll) {}
