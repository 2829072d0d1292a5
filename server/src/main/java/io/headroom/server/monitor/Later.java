package io.headroom.server.monitor;

import java.time.Duration;

/** Runs jobs one after the other, in a while. */
@FunctionalInterface
interface Later {
    void run(Runnable job, Duration after);
}
