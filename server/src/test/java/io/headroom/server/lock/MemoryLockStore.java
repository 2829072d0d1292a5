package io.headroom.server.lock;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Locks in a map: what a rule's test needs of a store. Thread-safe. */
public final class MemoryLockStore implements LockStore {
    private final Map<LockToken, Lock> rows = new ConcurrentHashMap<>();

    @Override
    public List<Lock> loadAll() {
        return List.copyOf(rows.values());
    }

    @Override
    public void add(Lock lock) {
        rows.put(lock.token(), lock);
    }

    @Override
    public void refresh(Lock lock) {
        rows.replace(lock.token(), lock);
    }

    @Override
    public void remove(Collection<LockToken> tokens) {
        rows.keySet().removeAll(List.copyOf(tokens));
    }
}
