package io.headroom.s3;

import io.headroom.spi.error.InsufficientStorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes a copy back. First all new members go, which makes room, and then the old ones come back from aside: so it works on a full store.
 * What is neither a copy of ours nor as it was is left alone. May be done twice. For one thread.
 */
final class TreeUndo {
    private final S3Context context;
    private final TreeWorkers workers;
    private final TreeRemovals removals;
    private final ObjectCopies copies;
    private final TreeLease lease;
    private final TreeJob job;
    private final TreeObjects objects;

    TreeUndo(S3Context context, TreeWorkers workers, TreeRemovals removals, ObjectCopies copies, TreeLease lease) {
        this.context = context;
        this.workers = workers;
        this.removals = removals;
        this.copies = copies;
        this.lease = lease;
        this.job = lease.job();
        this.objects = new TreeObjects(context.bucket());
    }

    void run() {
        removeNew();
        restoreOld();
    }

    private void removeNew() {
        KeyCursor target = objects.fileAndBelow(job.target());
        Iterator<PlanPage> pages = new TreePlan(job, context).pages();
        while (pages.hasNext()) {
            PlanPage page = pages.next();
            Map<Integer, StoredObject> asides = asides(page.number());
            List<StoredObject> going = new ArrayList<>();
            for (int i = 0; i < page.entries().size(); i++) {
                PlanEntry entry = page.entries().get(i);
                // What wasn't copied aside yet wasn't overwritten yet.
                if (entry.isNew() && (entry.old().isEmpty() || asides.containsKey(i))) {
                    target.at(job.targetKey(context.keys(), entry.name()))
                            .filter(object -> isOurs(object, entry))
                            .ifPresent(going::add);
                }
            }
            lease.requireHeld();
            removals.removeAll(going);
        }
    }

    /**
     * Most stores give a copy the tag of its source; of the others it is known by its size, its time and its metadata. Who wrote a file of
     * that size here since the copy was cut short must not lose it.
     */
    private boolean isOurs(StoredObject object, PlanEntry entry) {
        boolean old = entry.old().filter(version -> version.isThat(object)).isPresent();
        if (old || object.size() != entry.is().size()) {
            return false;
        }
        if (object.etag().equals(entry.is().etag())) {
            return true;
        }
        boolean inTime = !object.lastModified().isBefore(lease.begun())
                && !object.lastModified().isAfter(lease.until());
        return inTime && mayHaveMetadataOf(object, entry);
    }

    /** A copy has what its source has, and each write of ours a mark of its own. */
    private boolean mayHaveMetadataOf(StoredObject object, PlanEntry entry) {
        BucketReads reads = context.bucket().reads();
        Optional<ObjectDetails> source = reads.details(job.sourceKey(context.keys(), entry.name()))
                .filter(details -> entry.is().isThat(details.object()));
        if (source.isEmpty()) {
            return true;
        }
        return reads.details(object.key())
                .filter(details -> details.metadata().equals(source.get().metadata()))
                .isPresent();
    }

    private Map<Integer, StoredObject> asides(int page) {
        String prefix = job.asidePrefix(context.keys(), page);
        Map<Integer, StoredObject> asides = new HashMap<>();
        objects.withPrefix(prefix)
                .forEachRemaining(
                        object -> asides.put(Integer.valueOf(object.key().substring(prefix.length())), object));
        return asides;
    }

    private void restoreOld() {
        KeyCursor target = objects.fileAndBelow(job.target());
        Iterator<PlanPage> pages = new TreePlan(job, context).pages();
        while (pages.hasNext()) {
            PlanPage page = pages.next();
            List<Restoring> missing = new ArrayList<>();
            Map<Integer, StoredObject> asides = asides(page.number());
            for (int i = 0; i < page.entries().size(); i++) {
                PlanEntry entry = page.entries().get(i);
                StoredObject aside = asides.get(i);
                String key = job.targetKey(context.keys(), entry.name());
                if (aside != null && target.at(key).isEmpty()) {
                    missing.add(new Restoring(aside, key));
                }
            }
            restore(missing);
        }
    }

    private record Restoring(StoredObject aside, String key) {}

    /** Each was there together with its copy once, so one at a time always fits, unless others took the room. */
    private void restore(List<Restoring> missing) {
        Queue<Restoring> later = new ConcurrentLinkedQueue<>();
        workers.forEach(missing, restoring -> {
            try {
                restore(restoring);
            } catch (InsufficientStorageException e) {
                later.add(restoring);
            }
        });
        later.forEach(this::restore);
    }

    private void restore(Restoring restoring) {
        lease.requireHeld();
        copies.copy(restoring.aside(), restoring.key());
        removals.removeAll(List.of(restoring.aside()));
    }
}
