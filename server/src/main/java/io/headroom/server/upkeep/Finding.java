package io.headroom.server.upkeep;

/**
 * Something that is not as it should be.
 *
 * @param subject the path, the server or whatever it is about
 * @param what a half sentence about it
 */
public record Finding(Kind kind, String subject, String what) {
    /** What sort of thing it is, and what mending it means. */
    public enum Kind {
        /** The database finds fault with itself: only a copy helps. */
        DAMAGE(false),
        /** Of uploads and trees that never came to be. */
        LEFTOVER(true),
        /** A server that ended without a word. */
        DEAD_SERVER(true),
        /** Room in quotas that a server which is gone had been promised. */
        DEAD_RESERVATION(true),
        /** Properties that have not followed their files. */
        UNFINISHED_MOVE(true),
        /** Properties of what is not there. */
        ORPHANED_PROPERTY(true),
        /** Times of what is not there. */
        ORPHANED_TIME(true),
        /** Locks that are over. */
        EXPIRED_LOCK(true),
        /** Locks on what is not there: a lock on a new name makes an empty file. */
        DEAD_LOCK(true),
        /** A quota whose figures are not what its folder holds. */
        WRONG_COUNT(true);

        private final boolean mendable;

        Kind(boolean mendable) {
            this.mendable = mendable;
        }

        /** Whether a check can mend it. */
        public boolean isMendable() {
            return mendable;
        }
    }
}
