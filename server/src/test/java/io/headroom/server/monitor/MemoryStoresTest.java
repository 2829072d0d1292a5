package io.headroom.server.monitor;

import org.junit.jupiter.api.Nested;

/** The stores that rules are tested with keep what the real ones keep. */
class MemoryStoresTest {
    @Nested
    class Levels extends ThresholdStoreContract {
        private final ThresholdStore store = new MemoryThresholdStore();

        @Override
        protected ThresholdStore store() {
            return store;
        }
    }

    @Nested
    class History extends CapacityHistoryContract {
        private final CapacityHistory history = new MemoryCapacityHistory();

        @Override
        protected CapacityHistory history() {
            return history;
        }
    }
}
