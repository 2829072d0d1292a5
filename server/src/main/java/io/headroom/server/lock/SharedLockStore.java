package io.headroom.server.lock;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps the locks of several servers. Each change gets a version of its own, one higher than that before, so that a server that
 * knows all up to some version asks for what is newer. Times are those of the store's own clock, which is the same for all.
 *
 * <p>Thread-safe. All throw {@link io.headroom.spi.error.UnavailableException} when the store can't be reached; then nothing
 * has changed, or, when that happens at the commit, all of a change or nothing.
 */
public interface SharedLockStore {
    /** The version that knows nothing. */
    long NOTHING = -1;

    /**
     * Where the store is; the cheapest question.
     *
     * @param version of the last change
     * @param time by the store's clock, read while the question was answered
     */
    record State(long version, Instant time) {}

    /**
     * What happened after a version.
     *
     * @param whole whether {@code present} are all locks that there are; else only those that came or changed
     * @param present may be expired
     * @param gone ended before their time; they win over {@code present}
     */
    record News(State state, boolean whole, List<Lock> present, List<LockToken> gone) {}

    /**
     * What to write down. Expired locks need no removal: everybody sees by the clock that they have ended.
     *
     * @param refreshed have new times; those that are not there stay away
     * @param removed may not be there
     */
    record Edit(Collection<Lock> added, Collection<Lock> refreshed, Collection<LockToken> removed) {
        public static final Edit NONE = new Edit(List.of(), List.of(), List.of());

        public boolean isEmpty() {
            return added.isEmpty() && refreshed.isEmpty() && removed.isEmpty();
        }
    }

    State state();

    /** @param version all up to it is known; {@link #NOTHING} and versions of which the store knows no more give all */
    News since(long version);

    /**
     * Decides and writes in one step: no other server changes a lock between what {@code decide} is told and what it answers.
     *
     * @param version as for {@link #since}
     * @param decide may be called more than once, when a first try was rolled back; it changes nothing that counts
     * @return the version of this change; the last one before it when the edit was empty
     * @throws io.headroom.spi.error.InsufficientStorageException METADATA_FULL
     */
    long change(long version, Function<News, Edit> decide);

    /** Forgets what nobody needs any more: expired locks, and removals that everybody has heard of. */
    void sweep();
}
