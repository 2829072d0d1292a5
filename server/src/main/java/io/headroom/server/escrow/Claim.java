package io.headroom.server.escrow;

import io.headroom.spi.path.ResourcePath;

/**
 * What a node says about its part in one quota, and what it would like.
 *
 * @param total all the growth here since the node began
 * @param known how much of it the ledger has confirmed
 * @param met whether the ledger has ever confirmed anything
 * @param reserved promised to writes
 * @param keep what the node goes on holding, its promises first: never more than it holds
 * @param need what it would like beyond that, for all who wait
 * @param least what the most modest of them needs; when even that can't be had, nothing is given
 * @param recalls whether the other nodes should be asked for their idle room when it can't be had
 * @param answered the last recall that the node knew of when it gave up its idle room
 * @param round the last round of a count that the node knew of before it looked at the next two
 * @param changes how many changes the node has ended below the root
 * @param busy whether one was on its way
 */
public record Claim(
        ResourcePath root,
        Amount total,
        Amount known,
        boolean met,
        Amount reserved,
        Amount keep,
        Amount need,
        Amount least,
        boolean recalls,
        long answered,
        long round,
        long changes,
        boolean busy) {}
