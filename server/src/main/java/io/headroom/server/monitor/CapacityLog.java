package io.headroom.server.monitor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each change of level: WARN when room becomes less, INFO when there is more again. Thread-safe. */
public final class CapacityLog implements CapacityListener {
    private static final Logger LOG = LoggerFactory.getLogger(CapacityLog.class);

    @Override
    public void crossed(CapacityEvent event) {
        if (event.rising()) {
            LOG.warn("{}", CapacityWords.of(event));
        } else {
            LOG.info("{}", CapacityWords.of(event));
        }
    }
}
