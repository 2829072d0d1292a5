package io.headroom.spi;

/** What a backend can do beyond the least; the server asks instead of guessing. */
public enum Capability {
    /** {@link Precondition.MustNotExist} is checked in one step with the commit. */
    CONDITIONAL_CREATE,
    /** {@link Precondition.MustMatch} and {@link Precondition.MustExist} are checked in one step with the commit. */
    CONDITIONAL_REPLACE,
    /** {@link Storage#move} of a file is one step: nobody ever sees it at both places or at neither. */
    ATOMIC_FILE_MOVE,
    /** {@link Storage#move} takes whole trees, in one step as seen by readers. */
    ATOMIC_TREE_MOVE,
    /** {@link Storage#beginTree} works. */
    STAGED_TREE,
    /** {@link Storage#moveTree}, {@link Storage#copyTree} and {@link Storage#deleteTree} work, though not in one step. */
    WHOLE_TREES,
    /** {@link Storage#copyFile} doesn't send the bytes through this process. */
    SERVER_SIDE_COPY,
    /** {@link Storage#capacity} is measured and so {@link Capacity.Bounded}. */
    MEASURED_CAPACITY,
    /** Times of modification that a client set come back; without it the server remembers them beside the storage. */
    KEEPS_MODIFICATION_TIME,
    /** The time of modification that {@link PendingWrite#commit} tells is the file's, not one a little later. */
    EXACT_TIME_AT_COMMIT,
    /** Content types given with a write come back. */
    KEEPS_CONTENT_TYPE,
    /** Nothing can be written. */
    READ_ONLY,
    /** Several nodes may use this storage at once. */
    SHARED_BETWEEN_NODES
}
