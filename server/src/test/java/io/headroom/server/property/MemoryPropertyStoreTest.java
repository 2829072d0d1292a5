package io.headroom.server.property;

/** The store that methods are tested with keeps what the real one keeps. */
class MemoryPropertyStoreTest extends PropertyStoreContract {
    private final PropertyStore store = new MemoryPropertyStore();

    @Override
    protected PropertyStore store() {
        return store;
    }
}
