package io.headroom.server.property;

import io.headroom.spi.Capacity;

/**
 * The two numbers of RFC 4331 as clients can bear them: never negative, and their sum fits 64 bits, since one client adds them
 * up and forgets both when that overflows. Used is never 0 while nothing is available: the same client would stop asking.
 *
 * @param available what a new write can still use, in bytes
 * @param used in bytes
 */
public record RoomFigures(long available, long used) {
    /** @param capacity with both figures */
    static RoomFigures of(Capacity capacity) {
        long available = Math.max(0, capacity.availableBytes().orElse(0));
        long used = Math.max(available == 0 ? 1 : 0, capacity.usedBytes().orElse(0));
        return new RoomFigures(Math.min(available, Long.MAX_VALUE - used), used);
    }
}
