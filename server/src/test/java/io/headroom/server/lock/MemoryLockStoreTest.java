package io.headroom.server.lock;

/** The store that rules are tested with keeps what the real one keeps. */
class MemoryLockStoreTest extends LockStoreContract {
    private final LockStore store = new MemoryLockStore();

    @Override
    protected LockStore store() {
        return store;
    }
}
