package io.headroom.server.capacity;

/** Gets room for accounts from the other nodes. */
interface Lender {
    /**
     * Books room that is not here, or waits a moment for it.
     *
     * @param patient whether other nodes are asked for what they do not use
     * @return false when there is no such room
     * @throws io.headroom.spi.error.UnavailableException when nobody can tell
     */
    boolean obtain(Account account, long bytes, long entries, boolean patient);

    /** Gets back what was promised here, after the leases of this node had ended. */
    void recover(Account account);
}
