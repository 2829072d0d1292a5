package io.headroom.server.monitor;

/** Hears when a limit comes to another level. Called by one thread at a time, which must not be kept waiting. */
@FunctionalInterface
public interface CapacityListener {
    void crossed(CapacityEvent event);
}
