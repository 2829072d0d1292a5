package io.headroom.server.escrow;

/** Keeps the rows that all nodes share. Thread-safe. */
public interface SharedLedger {
    /**
     * Some steps that belong together. It may run more than once when the first try was rolled back, so it changes nothing but
     * the rows.
     *
     * @param <T> what it finds out
     */
    @FunctionalInterface
    interface Work<T> {
        T run(SharedRows rows);
    }

    /**
     * All of the work is done, or nothing. Works that lock the same row come one after the other.
     *
     * @throws io.headroom.spi.error.UnavailableException when the ledger can't be reached; whether the work was done is then not
     *     known
     */
    <T> T change(Work<T> work);

    /**
     * Sees what was committed, and waits for nobody.
     *
     * @throws io.headroom.spi.error.UnavailableException when the ledger can't be reached
     */
    <T> T look(Work<T> work);
}
