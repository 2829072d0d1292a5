package io.headroom.server.capacity;

import java.util.List;

/** Who counts, and when what a walk found holds. Thread-safe. */
interface CountTurns {
    /** How often a count that was spoilt begins again at once. */
    int attempts();

    /**
     * Before a walk.
     *
     * @return those of the accounts that this node is to count; nobody else does until {@link #end}
     */
    List<Account> begin(List<Account> accounts);

    /**
     * Walks, and puts what was found into the books.
     *
     * @return false when the count was spoilt: the books stay as they were
     */
    boolean count(UsageCount count);

    /** After the last walk, whatever became of it. */
    void end(List<Account> accounts, boolean done);
}
