package io.headroom.server.audit;

/** Hears of every request that may change something, before the client gets its answer. Throws nothing. Thread-safe. */
@FunctionalInterface
public interface ChangeListener {
    void answering(Change change);
}
