package io.headroom.server.app;

import java.time.Duration;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.WindowRateControl;

/**
 * How many frames that do no work a client may send a second, before its connection is closed: resets (a client that asks and
 * takes back what it asked for, CVE-2023-44487), pings, settings, empty frames. The bytes of an upload that was refused are no
 * misuse: they were on their way when the refusal was. For one connection.
 */
final class FrameRate implements RateControl {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int IDLE_FRAMES = 256;
    /** As many as fill the windows of all streams with frames of common size. */
    private static final int LATE_DATA_FRAMES = 16_384;

    private final RateControl idle = new WindowRateControl(IDLE_FRAMES, SECOND);
    private final RateControl late = new WindowRateControl(LATE_DATA_FRAMES, SECOND);

    @Override
    public boolean onEvent(Object event) {
        boolean lateData =
                event instanceof DataFrame data && data.getByteBuffer().hasRemaining();
        return (lateData ? late : idle).onEvent(event);
    }

    /** Thread-safe. */
    static final class Factory implements RateControl.Factory {
        @Override
        public RateControl newRateControl(EndPoint endPoint) {
            return new FrameRate();
        }
    }
}
