package io.headroom.s3;

import io.headroom.s3.PlanEntry.Kind;
import io.headroom.s3.PlanEntry.Version;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What remains to be done when the new tree stands: old members of the target go that the new tree doesn't hold, and of a move the source.
 * Only versions go that the plan knows. May be done twice. For one thread.
 */
final class TreeFinish {
    private final S3Context context;
    private final TreeRemovals removals;
    private final TreeLease lease;
    private final TreeJob job;
    private final TreeListener listener;

    /** @param listener hears of what can't be removed */
    TreeFinish(S3Context context, TreeRemovals removals, TreeLease lease, TreeListener listener) {
        this.context = context;
        this.removals = removals;
        this.lease = lease;
        this.job = lease.job();
        this.listener = listener;
    }

    void run() {
        TreeObjects objects = new TreeObjects(context.bucket());
        KeyCursor target = objects.fileAndBelow(job.target());
        Optional<KeyCursor> source = job.move() ? Optional.of(objects.fileAndBelow(job.source())) : Optional.empty();
        Iterator<PlanPage> pages = new TreePlan(job, context).pages();
        while (pages.hasNext()) {
            PlanPage page = pages.next();
            lease.requireHeld();
            List<StoredObject> going = oldMembers(page, target);
            source.ifPresent(cursor -> going.addAll(sourceMembers(page, cursor)));
            remove(going);
        }
    }

    private void remove(List<StoredObject> going) {
        Map<String, StorageException> failures = removals.remove(going);
        for (StoredObject object : going) {
            StorageException failure = failures.get(object.key());
            if (failure != null) {
                failed(object.key(), failure);
            }
        }
    }

    private List<StoredObject> oldMembers(PlanPage page, KeyCursor target) {
        List<StoredObject> going = new ArrayList<>();
        for (int i = 0; i < page.entries().size(); i++) {
            PlanEntry entry = page.entries().get(i);
            doomed(entry, page.failed().contains(i))
                    .ifPresent(doomed -> target.at(job.targetKey(context.keys(), entry.name()))
                            .filter(doomed::isThat)
                            .ifPresent(going::add));
        }
        return going;
    }

    /** What failed is not in the new tree, so the old one of its name goes as well. */
    private static Optional<Version> doomed(PlanEntry entry, boolean failed) {
        if (entry.kind() == Kind.OLD) {
            return Optional.of(entry.is());
        }
        return failed ? entry.old() : Optional.empty();
    }

    private List<StoredObject> sourceMembers(PlanPage page, KeyCursor source) {
        List<StoredObject> going = new ArrayList<>();
        for (int i = 0; i < page.entries().size(); i++) {
            PlanEntry entry = page.entries().get(i);
            boolean copied = entry.kind() == Kind.COPY || entry.kind() == Kind.KEEP;
            if (!copied || page.failed().contains(i)) {
                continue;
            }
            Optional<StoredObject> now = source.at(job.sourceKey(context.keys(), entry.name()));
            if (now.filter(entry.is()::isThat).isPresent()) {
                going.add(now.get());
            } else if (now.isPresent() && !entry.isCollection()) {
                // Another version than the one that was copied.
                failed(
                        now.get().key(),
                        new PreconditionFailedException(
                                context.keys().about(now.get().key())));
            }
        }
        return going;
    }

    private void failed(String key, StorageException failure) {
        listener.failed(context.keys().about(key), key.endsWith("/"), failure);
    }
}
