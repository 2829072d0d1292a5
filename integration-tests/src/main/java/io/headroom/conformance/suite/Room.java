package io.headroom.conformance.suite;

import io.headroom.conformance.dav.RoomFigures;
import io.headroom.conformance.wire.Client;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the server's room.
 *
 * @param bytes that are left at the start; empty when nobody knows
 * @param fillable whether it may be filled
 * @param words how this is known, or why it can't be filled
 */
public record Room(OptionalLong bytes, boolean fillable, String words) {
    /** What rows get to work with, when the rest is filled. */
    static final long WORKING = 8 * Sizes.MIB;
    /** With less than this, most rows can't even prepare. */
    private static final long LEAST = 4 * Sizes.MIB;

    private static final long PIECE = 2 * Sizes.MIB;

    /**
     * Learns the room, and fills it up to {@link #WORKING} where that is allowed.
     *
     * @param ballast stays afterwards
     */
    static Room learn(Client client, String folder, RoomLimits limits, Ballast ballast) throws IOException {
        Optional<RoomFigures> figures = RoomFigures.of(client, folder);
        if (figures.isPresent()) {
            return said(figures.get().available(), "quota-available-bytes says so", limits, ballast);
        }
        if (limits.room().isPresent()) {
            return said(limits.room().getAsLong(), "--room says so", limits, ballast);
        }
        boolean full = ballast.fill(PIECE, limits.most());
        if (!full) {
            ballast.release();
            return new Room(
                    OptionalLong.empty(),
                    false,
                    "the server took " + Sizes.words(limits.most()) + " and had room for more (--most)");
        }
        ballast.fill(PIECE / 2, limits.most());
        ballast.fill(PIECE / 4, limits.most());
        long found = ballast.bytes();
        ballast.free(WORKING);
        return checked(found, "found by filling it");
    }

    private static Room said(long available, String source, RoomLimits limits, Ballast ballast) throws IOException {
        if (available > limits.most()) {
            return new Room(
                    OptionalLong.of(available),
                    false,
                    "the server has room for " + Sizes.words(available) + ", more than it is allowed to fill (--most)");
        }
        ballast.fill(PIECE, available - WORKING);
        return checked(available, source);
    }

    private static Room checked(long available, String source) {
        return available < LEAST
                ? new Room(
                        OptionalLong.of(available),
                        false,
                        "the server has room for " + Sizes.words(available) + ", too little to prepare anything")
                : new Room(OptionalLong.of(available), true, Sizes.words(available) + ", " + source);
    }
}
