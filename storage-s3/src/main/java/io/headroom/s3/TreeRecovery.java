package io.headroom.s3;

import io.headroom.s3.TreeJournals.Found;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes or undoes trees that nobody works on any more: what this process had to leave, and what any node left whose journal wasn't
 * renewed in time. Thread-safe.
 */
final class TreeRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(TreeRecovery.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Takes a journal over and works on it. */
    interface Work {
        void takeOver(Found found);
    }

    private final S3Context context;
    private final TreeJournals journals;
    private final TreeRemovals removals;
    private final TreeTimes times;
    private final Work work;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Set<String> leftByUs = ConcurrentHashMap.newKeySet();

    TreeRecovery(S3Context context, TreeJournals journals, TreeRemovals removals, TreeTimes times, Work work) {
        this.context = context;
        this.journals = journals;
        this.removals = removals;
        this.times = times;
        this.work = work;
    }

    /** A thread of this process works on it. */
    void begun(TreeJob job) {
        underWay.add(job.id());
    }

    /** No thread of this process works on it any more. */
    void ended(TreeJob job) {
        underWay.remove(job.id());
    }

    /** It could neither be finished nor undone now. */
    void left(TreeJob job) {
        leftByUs.add(job.id());
    }

    /** Looks after all trees, and drops what no journal speaks of. Throws nothing. */
    void check() {
        try {
            Set<String> known = new HashSet<>();
            // Own objects before their journals: the journal is removed last.
            Set<String> owned = owners();
            for (Found found : journals.all()) {
                known.add(found.journal().job().id());
                settle(found);
            }
            owned.removeAll(known);
            owned.removeAll(underWay);
            for (String orphan : owned) {
                removeOrphan(orphan);
            }
        } catch (StorageException e) {
            LOG.warn("Copies and moves of trees that were cut short can't be looked after now.", e);
        }
    }

    private Set<String> owners() {
        Set<String> ids = new HashSet<>();
        for (String kind : List.of(TreeJournals.PLANS, TreeJournals.ASIDES)) {
            String prefix = context.keys().own(kind);
            context.bucket()
                    .reads()
                    .listLevel(prefix, BucketReads.PAGE)
                    .prefixes()
                    .forEach(id -> ids.add(id.substring(prefix.length(), id.length() - 1)));
        }
        return ids;
    }

    /** What the store did late, after a hang. */
    private void removeOrphan(String id) {
        TreeJob job = new TreeJob(id, false, ResourcePath.ROOT, ResourcePath.ROOT);
        LOG.info("Removing what was left of a copy or move of a tree that ended: {}", id);
        journals.remove(job, removals);
    }

    /** @return whether nobody works on it any more, nor will */
    private boolean settle(Found found) {
        TreeJob job = found.journal().job();
        if (underWay.contains(job.id())) {
            return false;
        }
        boolean ours = leftByUs.contains(job.id());
        Instant end = found.object().lastModified().plus(times.lease());
        if (!ours && journals.storeTime().isBefore(end)) {
            return false;
        }
        if (!underWay.add(job.id())) {
            return false;
        }
        try (PathLocks.Held held = context.locks().hold(job.source(), job.target())) {
            work.takeOver(found);
            leftByUs.remove(job.id());
            context.changes().happened();
            context.recent().forgetAll();
            LOG.info(
                    "The {} of {} to {} that was cut short is {} now.",
                    job.move() ? "move" : "copy",
                    job.source(),
                    job.target(),
                    found.journal().state() == TreeJournal.State.COMMITTED ? "finished" : "undone");
            return true;
        } catch (StorageException e) {
            LOG.warn("The tree from {} to {} that was cut short stays so for now.", job.source(), job.target(), e);
            return false;
        } finally {
            underWay.remove(job.id());
        }
    }

    /**
     * Makes sure that nothing unfinished is there, above or below.
     *
     * @throws UnavailableException when somebody is at work there, or may be
     */
    void requireSettled(ResourcePath path) {
        for (Found found : journals.all()) {
            if (found.journal().job().touches(path) && !settle(found)) {
                throw new UnavailableException(path, RETRY, null);
            }
        }
    }

    /** Nobody asked, so nobody is told; failures are logged. */
    static final class Unheard implements TreeListener {
        @Override
        public void done(Resource member) {}

        @Override
        public void failed(ResourcePath member, boolean collection, StorageException cause) {
            LOG.warn("Of a tree that was cut short {} can't be removed.", member, cause);
        }
    }
}
