package io.headroom.s3;

import io.headroom.s3.TreeJournals.Found;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies, moves and removes whole trees, object by object.
 *
 * <p>A store can't do that in one step, so a journal in the bucket says what is under way. A page at a time, it is written down what is to
 * be copied; old objects that will be overwritten are copied aside; then the copies are made. When all stand, the journal says so, and only
 * then anything goes: what else was at the target, what was put aside, and of a move the source. Until then all can be undone, which needs
 * no room. So each member is at one place at least, whenever this ends, and {@link TreeRecovery} goes on from there. Thread-safe.
 */
final class S3Trees implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Trees.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final S3Context context;
    private final S3Reader reader;
    private final S3Collections collections;
    private final S3Copies files;
    private final TreeTimes times;
    private final ObjectCopies copies;
    private final TreeWorkers workers;
    private final TreeRemovals removals;
    private final TreeJournals journals;
    private final TreeRecovery recovery;
    private final NameClash clash;
    private final ScheduledExecutorService scheduler;

    /** @param files copies and moves what is no tree */
    S3Trees(
            S3Context context,
            S3Reader reader,
            S3Collections collections,
            S3Copies files,
            ObjectCopies copies,
            TreeTimes times) {
        this.context = context;
        this.reader = reader;
        this.collections = collections;
        this.files = files;
        this.copies = copies;
        this.times = times;
        workers = new TreeWorkers(context.settings().connections());
        removals = new TreeRemovals(context, workers);
        journals = new TreeJournals(context);
        clash = new NameClash(context);
        recovery = new TreeRecovery(context, journals, removals, times, this::takeOver);
        AtomicInteger number = new AtomicInteger();
        // One for what takes long, one for renewals.
        scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "s3-journal-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Finishes or undoes what was cut short, now and from time to time. */
    void start() {
        recovery.check();
        long period = times.check().toMillis();
        // Ends with the scheduler; a check reports its own failures.
        ScheduledFuture<?> unused =
                scheduler.scheduleWithFixedDelay(recovery::check, period, period, TimeUnit.MILLISECONDS);
    }

    /** As {@link io.headroom.spi.Storage#copyTree}. */
    void copy(ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        if (source.equals(target)) {
            throw new UnsupportedException(target, "into itself");
        }
        Runnable file = () -> listener.done(files.copy(source, target, onTarget));
        transfer(TreeJob.of(false, source, target), members, onTarget, listener, file);
    }

    /** As {@link io.headroom.spi.Storage#moveTree}. */
    void move(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        if (source.equals(target)) {
            return;
        }
        Runnable file = () -> {
            files.move(source, target, onTarget);
            reader.find(target).ifPresent(listener::done);
        };
        transfer(TreeJob.of(true, source, target), true, onTarget, listener, file);
    }

    /** As {@link io.headroom.spi.Storage#requireSettled}. */
    void requireSettled(ResourcePath path) {
        recovery.requireSettled(path);
    }

    /** @param file does it when there is no tree at either end */
    private void transfer(TreeJob job, boolean members, Precondition onTarget, TreeListener listener, Runnable file) {
        context.keys().checkNew(job.target());
        recovery.requireSettled(job.source());
        recovery.requireSettled(job.target());
        Optional<Resource> from = reader.find(job.source());
        if (from.orElse(null) instanceof FileResource
                && !(reader.find(job.target()).orElse(null) instanceof CollectionResource)) {
            file.run();
            return;
        }
        try (PathLocks.Held held = context.locks().hold(job.source(), job.target())) {
            Resource source = reader.find(job.source()).orElseThrow(() -> new NotFoundException(job.source()));
            Optional<Resource> old = checkedTarget(job, onTarget);
            transfer(job, source, old, members, listener);
        } catch (InsufficientStorageException e) {
            throw ofTarget(e, job.target());
        } finally {
            context.changes().happened();
            context.recent().forgetAll();
        }
    }

    /** It is the tree that can't be stored, whichever of its objects, or of its journal's, came first to the limit. */
    private static InsufficientStorageException ofTarget(InsufficientStorageException failure, ResourcePath target) {
        return failure.path().equals(target)
                ? failure
                : new InsufficientStorageException(failure.reason(), target, failure.shortage(), failure);
    }

    private Optional<Resource> checkedTarget(TreeJob job, Precondition onTarget) {
        ResourcePath target = job.target();
        if (target.isRoot()) {
            throw new AccessDeniedException(target);
        }
        if (job.source().startsWith(target) || target.startsWith(job.source())) {
            throw new UnsupportedException(target, "into itself");
        }
        if (!reader.isCollection(target.parent())) {
            throw new ParentMissingException(target);
        }
        Optional<Resource> old = reader.find(target);
        if (!onTarget.holds(old)) {
            throw new PreconditionFailedException(target);
        }
        return old;
    }

    private void transfer(
            TreeJob job, Resource source, Optional<Resource> old, boolean members, TreeListener listener) {
        recovery.begun(job);
        try (TreeLease lease = TreeLease.begin(job, journals, times, context.clock(), scheduler)) {
            try {
                copyAll(lease, source, old, members, listener);
                lease.commit();
            } catch (RuntimeException e) {
                throw undone(lease, e);
            }
            finish(lease, listener);
        } finally {
            recovery.ended(job);
        }
    }

    private void copyAll(
            TreeLease lease, Resource source, Optional<Resource> old, boolean members, TreeListener listener) {
        TreeJob job = lease.job();
        boolean collection = source instanceof CollectionResource;
        TreePlanner planner = new TreePlanner(
                job,
                context.keys(),
                new KeyCursor(sourceObjects(job, collection, members), job.source()),
                new KeyCursor(targetObjects(job, collection, old), job.target()),
                collection);
        TreeCopier copier = new TreeCopier(context, workers, copies, lease, planner, listener);
        KeyListing copied =
                old.isPresent() && clash.clashes(job) ? copier.copiedAfterRemovals(removals) : copier.copied();
        if (collection) {
            listener.done(Members.collection(job.target()));
            new Members(copied, context.keys(), job.target()).forEachRemaining(listener::done);
        } else {
            copied.forEachRemaining(entry -> {
                if (entry.object() != null) {
                    listener.done(Members.resource(job.target(), entry.object()));
                }
            });
        }
    }

    private Iterator<StoredObject> sourceObjects(TreeJob job, boolean collection, boolean members) {
        if (!collection) {
            return reader.object(job.source()).stream().iterator();
        }
        return members ? new TreeObjects(context.bucket()).below(job.source()) : Collections.emptyIterator();
    }

    /** A file that a collection of its name hides is left alone, unless another comes in its place. */
    private Iterator<StoredObject> targetObjects(TreeJob job, boolean collection, Optional<Resource> old) {
        if (old.isEmpty()) {
            return Collections.emptyIterator();
        }
        boolean file = !collection || old.get() instanceof FileResource;
        Stream<StoredObject> object = file ? reader.object(job.target()).stream() : Stream.empty();
        if (old.get() instanceof FileResource) {
            return object.iterator();
        }
        Iterable<StoredObject> below = () -> new TreeObjects(context.bucket()).below(job.target());
        return Stream.concat(object, StreamSupport.stream(below.spliterator(), false))
                .iterator();
    }

    /** @return what to throw */
    private RuntimeException undone(TreeLease lease, RuntimeException failure) {
        TreeJob job = lease.job();
        // What a store that hangs does late would spoil what was undone before.
        boolean mayComeLate = failure instanceof OutcomeUnknownException && S3Failures.isTimeOut(failure);
        if (mayComeLate || lease.isCommitUnknown()) {
            recovery.left(job);
            return new OutcomeUnknownException(job.target(), failure);
        }
        try {
            undo(lease);
        } catch (StorageException e) {
            LOG.warn("The tree from {} to {} can't be undone now.", job.source(), job.target(), e);
            recovery.left(job);
            failure.addSuppressed(e);
            return new OutcomeUnknownException(job.target(), failure);
        }
        return failure instanceof OutcomeUnknownException
                ? new UnavailableException(job.target(), RETRY, failure)
                : failure;
    }

    private void undo(TreeLease lease) {
        new TreeUndo(context, workers, removals, copies, lease).run();
        end(lease);
    }

    private void finish(TreeLease lease, TreeListener listener) {
        TreeJob job = lease.job();
        try {
            boolean kept = !job.move() || collections.keep(job.source().parent());
            new TreeFinish(context, removals, lease, listener).run();
            keepNow(kept, job.source().parent());
            end(lease);
        } catch (StorageException e) {
            LOG.warn("The tree stands at {}, but what must go can't be removed now.", job.target(), e);
            recovery.left(job);
            throw new OutcomeUnknownException(job.target(), e);
        }
    }

    /** After the removals, which make room. */
    private void keepNow(boolean kept, ResourcePath collection) {
        if (!kept && !collections.keep(collection)) {
            LOG.warn("The collection {} may be gone with its last member: there was no room to mark it.", collection);
        }
    }

    private void end(TreeLease lease) {
        lease.requireHeld();
        lease.close();
        journals.remove(lease.job(), removals);
    }

    private void takeOver(Found found) {
        try (TreeLease lease = TreeLease.takeOver(found, journals, times, context.clock(), scheduler)) {
            switch (found.journal().state()) {
                case COPYING -> undo(lease);
                case COMMITTED -> finish(lease, new TreeRecovery.Unheard());
            }
        }
    }

    /** As {@link io.headroom.spi.Storage#deleteTree}. */
    void delete(ResourcePath collection, TreeListener listener) {
        if (collection.isRoot()) {
            throw new AccessDeniedException(collection);
        }
        recovery.requireSettled(collection);
        try (PathLocks.Held held = context.locks().hold(collection)) {
            Resource top = reader.find(collection).orElseThrow(() -> new NotFoundException(collection));
            if (top instanceof FileResource) {
                throw new WrongKindException(collection);
            }
            boolean kept = collections.keep(collection.parent());
            new TreeDeleter(context, removals, collection, listener).run();
            keepNow(kept, collection.parent());
        } finally {
            context.changes().happened();
            context.recent().forgetAll();
        }
    }

    /** Leaves what is under way to the next start. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.close();
    }
}
