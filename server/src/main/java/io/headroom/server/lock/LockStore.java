package io.headroom.server.lock;

import java.util.Collection;
import java.util.List;

/**
 * Keeps locks over restarts. Thread-safe; what was answered is kept. Adding throws an
 * {@link io.headroom.spi.error.InsufficientStorageException} with reason METADATA_FULL when there is no room; removing works
 * on a full disk.
 */
public interface LockStore {
    /** Every lock that was kept, expired ones too; read once at start. */
    List<Lock> loadAll();

    void add(Lock lock);

    /** Replaces the lock with the same token: new timeout and expiry. */
    void refresh(Lock lock);

    /** Forgets; tokens that are not there are no error. */
    void remove(Collection<LockToken> tokens);
}
