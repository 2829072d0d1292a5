package io.headroom.s3;

import io.headroom.s3.PlanEntry.Kind;
import io.headroom.s3.PlanEntry.Version;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a tree page by page: what is overwritten is copied aside first. Several copies are under way at once; no more than a page is
 * remembered. For one thread.
 */
final class TreeCopier {
    private final S3Context context;
    private final TreeWorkers workers;
    private final ObjectCopies copies;
    private final TreeLease lease;
    private final TreeJob job;
    private final TreePlan plan;
    private final TreePlanner planner;
    private final TreeListener listener;

    /** @param listener hears of members that failed */
    TreeCopier(
            S3Context context,
            TreeWorkers workers,
            ObjectCopies copies,
            TreeLease lease,
            TreePlanner planner,
            TreeListener listener) {
        this.context = context;
        this.workers = workers;
        this.copies = copies;
        this.lease = lease;
        this.job = lease.job();
        this.plan = new TreePlan(job, context);
        this.planner = planner;
        this.listener = listener;
    }

    /** Copies all, as the keys are taken from it: those that stand at the target now, in their order. */
    KeyListing copied() {
        return copied(planned(UnaryOperator.identity()));
    }

    /** The same in a store that can't have a file beside a collection of its name: what is in the way leaves first. */
    KeyListing copiedAfterRemovals(TreeRemovals removals) {
        Iterator<PlanPage> pages = planned(PlanEntry::leavingFirst);
        while (pages.hasNext()) {
            putAway(pages.next(), removals);
        }
        return copied(plan.pages());
    }

    /** Each page is written down before it is given out. */
    private Iterator<PlanPage> planned(UnaryOperator<PlanEntry> change) {
        return new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
                return planner.hasNext();
            }

            @Override
            public PlanPage next() {
                List<PlanEntry> entries = planner.next().stream().map(change).toList();
                lease.requireHeld();
                plan.write(number, entries);
                return new PlanPage(number++, entries, Set.of());
            }
        };
    }

    private KeyListing copied(Iterator<PlanPage> pages) {
        return new KeyListing(nextPage(pages), next -> nextPage(pages));
    }

    private ObjectPage nextPage(Iterator<PlanPage> pages) {
        if (!pages.hasNext()) {
            return new ObjectPage(List.of(), List.of(), Optional.empty());
        }
        PlanPage page = pages.next();
        List<StoredObject> made = new PageCopy(page.number(), page.entries()).run();
        return new ObjectPage(made, List.of(), Optional.of("more"));
    }

    private void putAway(PlanPage page, TreeRemovals removals) {
        List<Integer> leaving = IntStream.range(0, page.entries().size())
                .filter(index -> page.entries().get(index).kind() == Kind.AWAY)
                .boxed()
                .toList();
        workers.forEach(leaving, index -> {
            lease.requireHeld();
            copies.copy(old(page.entries().get(index)), job.asideKey(context.keys(), page.number(), index));
        });
        removals.removeAll(
                leaving.stream().map(index -> old(page.entries().get(index))).toList());
    }

    private StoredObject old(PlanEntry entry) {
        return object(job.targetKey(context.keys(), entry.name()), entry.is());
    }

    private final class PageCopy {
        private final int number;
        private final List<PlanEntry> entries;
        private final @Nullable StoredObject[] made;
        private final Map<Integer, StorageException> failures = new ConcurrentSkipListMap<>();

        private PageCopy(int number, List<PlanEntry> entries) {
            this.number = number;
            this.entries = entries;
            this.made = new StoredObject[entries.size()];
        }

        private List<StoredObject> run() {
            workers.forEach(IntStream.range(0, entries.size()).boxed().toList(), this::copyOrNote);
            if (!failures.isEmpty()) {
                plan.writeFailed(number, failures.keySet());
                failures.forEach(this::tell);
            }
            List<StoredObject> standing = new ArrayList<>();
            for (StoredObject object : made) {
                if (object != null) {
                    standing.add(object);
                }
            }
            return standing;
        }

        private void copyOrNote(int index) {
            PlanEntry entry = entries.get(index);
            try {
                made[index] = copy(index, entry);
            } catch (StorageException e) {
                if (e.kind().endsAll() || entry.isTop()) {
                    throw e;
                }
                failures.put(index, e);
            }
        }

        private @Nullable StoredObject copy(int index, PlanEntry entry) {
            String key = job.targetKey(context.keys(), entry.name());
            StoredObject source = object(job.sourceKey(context.keys(), entry.name()), entry.is());
            return switch (entry.kind()) {
                case OLD, AWAY -> null;
                case KEEP -> object(key, entry.is());
                case COPY -> {
                    putAside(index, entry, key);
                    lease.requireHeld();
                    yield replacing(entry, copies.copy(source, key));
                }
                case MARK -> {
                    putAside(index, entry, key);
                    lease.requireHeld();
                    context.bucket()
                            .writes()
                            .put(key, ObjectBody.EMPTY, ObjectCondition.NONE, S3Collections.MARKER_TYPE, Map.of());
                    yield replacing(entry, object(key, entry.is()));
                }
            };
        }

        private StoredObject replacing(PlanEntry entry, StoredObject copy) {
            entry.old().ifPresent(old -> context.used().removed(old.size()));
            return copy;
        }

        private void putAside(int index, PlanEntry entry, String key) {
            checkKey(key);
            if (entry.old().isEmpty()) {
                return;
            }
            lease.requireHeld();
            try {
                copies.copy(object(key, entry.old().get()), job.asideKey(context.keys(), number, index));
            } catch (NotFoundException e) {
                // It is not the source that is gone.
                throw new PreconditionFailedException(context.keys().about(key), e);
            }
        }

        /** A name that fits at the source may be too long here. */
        private void checkKey(String key) {
            boolean served =
                    context.keys().path(key).map(context.keys()::isServed).orElse(true);
            if (!served || key.getBytes(StandardCharsets.UTF_8).length > S3Settings.LONGEST_KEY) {
                throw new NameRejectedException(context.keys().about(key), NameRejectedException.Reason.TOO_LONG);
            }
        }

        private void tell(int index, StorageException failure) {
            // What was removed meanwhile is no part of the tree any more.
            if (!(failure instanceof NotFoundException)) {
                PlanEntry entry = entries.get(index);
                String key = job.sourceKey(context.keys(), entry.name());
                listener.failed(context.keys().about(key), entry.isCollection(), failure);
            }
        }
    }

    private static StoredObject object(String key, Version version) {
        return new StoredObject(key, version.size(), version.etag(), Instant.EPOCH);
    }
}
