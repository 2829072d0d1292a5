package io.headroom.server.node;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a server. Times are those of the store's clock.
 *
 * @param service where it serves; empty until it does
 * @param admin where its administration is; empty for none
 * @param started when it joined
 * @param seen when it showed last that it lives
 * @param age how long ago that was
 */
public record NodeStatus(
        Node node, String service, String admin, Instant started, Instant seen, Duration age, State state) {
    /** What became of a server. */
    public enum State {
        /** It shows from time to time that it lives, or nobody has noticed yet that it doesn't any more. */
        LIVE,
        /** It ended in good order. */
        LEFT,
        /** It stopped showing that it lives. */
        DEAD
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether it must be taken for one that may be changing something at this moment. */
    public boolean mayBeAtWork(Duration lease) {
        return isLive() && age.compareTo(lease) <= 0;
    }
}
