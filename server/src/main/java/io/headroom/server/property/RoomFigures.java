package io.headroom.server.property;

import io.headroom.spi.Capacity;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The two numbers of RFC 4331 as clients can bear them: never negative, and their sum fits 64 bits, since one client adds them
 * up and forgets both when that overflows. Used is never 0 while nothing is available: the same client would stop asking.
 *
 * @param available what a new write can still use, in bytes
 * @param used in bytes
 */
public record RoomFigures(long available, long used) {
    /**
     * @param unlimitedFigure what stands for no limit at all: clients take a missing figure for a full disk
     * @return empty when nobody can tell
     */
    static Optional<RoomFigures> of(Capacity capacity, long unlimitedFigure) {
        OptionalLong left =
                capacity instanceof Capacity.Unbounded ? OptionalLong.of(unlimitedFigure) : capacity.availableBytes();
        if (left.isEmpty() || capacity.usedBytes().isEmpty()) {
            return Optional.empty();
        }
        long available = Math.max(0, left.getAsLong());
        long used = Math.max(available == 0 ? 1 : 0, capacity.usedBytes().getAsLong());
        return Optional.of(new RoomFigures(Math.min(available, Long.MAX_VALUE - used), used));
    }
}
