package io.headroom.spi;

import java.time.Instant;
import java.util.OptionalLong;

/** The room of a storage as seen from one path. Known, unlimited and unknown are three different things. */
public sealed interface Capacity {
    /** Whether a write would fit: a hint to refuse early, only a commit is a promise. */
    enum Fit {
        FITS,
        TOO_BIG,
        CANNOT_SAY
    }

    /** @param bytes how much room is needed, 0 or more */
    Fit fit(long bytes);

    /** What a new write can still use, in bytes; empty when there is no number to report. */
    OptionalLong availableBytes();

    /** What is used already, in bytes; empty when nobody counted. */
    OptionalLong usedBytes();

    /**
     * A limit exists and was measured.
     *
     * @param available bytes that a new write can still use, 0 or more
     * @param used bytes in use, 0 or more
     * @param total bytes of the whole store, 0 or more
     * @param measuredAt when
     */
    record Bounded(long available, long used, long total, Instant measuredAt) implements Capacity {
        public Bounded {
            if (available < 0 || used < 0 || total < 0) {
                throw new IllegalArgumentException("room is never negative");
            }
        }

        @Override
        public Fit fit(long bytes) {
            return bytes <= available ? Fit.FITS : Fit.TOO_BIG;
        }

        @Override
        public OptionalLong availableBytes() {
            return OptionalLong.of(available);
        }

        @Override
        public OptionalLong usedBytes() {
            return OptionalLong.of(used);
        }
    }

    /**
     * There is no limit.
     *
     * @param used bytes in use, 0 or more
     */
    record Unbounded(long used) implements Capacity {
        @Override
        public Fit fit(long bytes) {
            return Fit.FITS;
        }

        @Override
        public OptionalLong availableBytes() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong usedBytes() {
            return OptionalLong.of(used);
        }
    }

    /**
     * Nobody can tell.
     *
     * @param why in words, for the log
     */
    record Unknown(String why) implements Capacity {
        @Override
        public Fit fit(long bytes) {
            return Fit.CANNOT_SAY;
        }

        @Override
        public OptionalLong availableBytes() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong usedBytes() {
            return OptionalLong.empty();
        }
    }
}
