package io.headroom.s3;

import io.headroom.s3.Multipart.Part;
import io.headroom.s3.Multipart.Upload;
import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies and moves of one file inside the bucket; the bytes stay in the store. What is too large for one request goes in parts.
 * Thread-safe.
 */
final class S3Copies {
    private static final Logger LOG = LoggerFactory.getLogger(S3Copies.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String ANY_TYPE = "application/octet-stream";

    private final S3Context context;
    private final S3Reader reader;
    private final S3Collections collections;
    private final Targets targets;
    private final Uploads uploads;
    private final Placement placement;
    private final UnsettledUploads unsettled;
    private final long largestCopy;

    /** @param largestCopy bytes that one request copies */
    S3Copies(
            S3Context context,
            S3Reader reader,
            S3Collections collections,
            Targets targets,
            Uploads uploads,
            Placement placement,
            UnsettledUploads unsettled,
            long largestCopy) {
        this.context = context;
        this.reader = reader;
        this.collections = collections;
        this.targets = targets;
        this.uploads = uploads;
        this.placement = placement;
        this.unsettled = unsettled;
        this.largestCopy = largestCopy;
    }

    /** As {@link io.headroom.spi.Storage#copyFile}. */
    FileResource copy(ResourcePath source, ResourcePath target, Precondition onTarget) {
        checkTarget(target);
        StoredObject from = source(source);
        if (source.equals(target)) {
            return ontoItself(source, from, onTarget);
        }
        try (PathLocks.Held held = context.locks().hold(target)) {
            Target seen = targets.look(target);
            StoredObject copy = place(from, target, onTarget, seen);
            return Members.resource(target, copy);
        } finally {
            context.recent().unknown(target);
        }
    }

    /** As {@link io.headroom.spi.Storage#move}, for a file. The source goes when the copy stands, so it is never at neither place. */
    void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        checkTarget(target);
        if (source.equals(target)) {
            ontoItself(source, movable(source), onTarget);
            return;
        }
        try (PathLocks.Held held = context.locks().hold(source, target)) {
            StoredObject from = movable(source);
            Target seen = targets.look(target);
            place(from, target, onTarget, seen);
            removeSource(source, from, target, seen);
        } finally {
            context.recent().unknown(source);
            context.recent().unknown(target);
        }
    }

    private void checkTarget(ResourcePath target) {
        if (target.isRoot()) {
            throw new WrongKindException(target);
        }
        context.keys().checkNew(target);
    }

    private StoredObject source(ResourcePath source) {
        Resource found = reader.find(source).orElseThrow(() -> new NotFoundException(source));
        if (found instanceof FileResource file) {
            return new StoredObject(
                    context.keys().file(source), file.size(), file.entityTag().opaque(), file.lastModified());
        }
        throw new WrongKindException(source);
    }

    /** Whole trees are moved member by member, and not by this call. */
    private StoredObject movable(ResourcePath source) {
        try {
            return source(source);
        } catch (WrongKindException e) {
            throw new UnsupportedException(source, "a move of a collection in one step");
        }
    }

    private static FileResource ontoItself(ResourcePath path, StoredObject object, Precondition precondition) {
        FileResource file = Members.resource(path, object);
        if (!precondition.holds(Optional.of(file))) {
            throw new PreconditionFailedException(path);
        }
        return file;
    }

    /** The caller holds the lock of the target. */
    private StoredObject place(StoredObject from, ResourcePath target, Precondition onTarget, Target seen) {
        String key = context.keys().file(target);
        unsettled.requireSettled(key, target);
        if (!onTarget.holds(seen.file().map(object -> Members.resource(target, object)))) {
            throw new PreconditionFailedException(target);
        }
        StoredObject copy = from.size() <= largestCopy
                ? placement
                        .place(target, key, onTarget, seen.file(), new WholeCopy(from, key))
                        .object()
                : placeInParts(from, target, key, onTarget, seen);
        context.used().added(copy.size());
        seen.file().ifPresent(old -> context.used().removed(old.size()));
        return copy;
    }

    /** One request. Content type and metadata come along by themselves. */
    private final class WholeCopy implements Placement.Step {
        private final StoredObject from;
        private final String key;

        private WholeCopy(StoredObject from, String key) {
            this.from = from;
            this.key = key;
        }

        @Override
        public boolean minds(ObjectCondition condition) {
            return context.traits().mindsInCopy(condition);
        }

        @Override
        public Told run(ObjectCondition condition) {
            StoredObject copy = context.bucket().writes().copy(from, key, condition);
            return new Told(Optional.of(copy.etag()), Optional.of(copy.lastModified()));
        }

        /** A copy has no mark of its own; the same version of the same bytes is as good. */
        @Override
        public boolean made(ObjectDetails object) {
            return object.object().etag().equals(from.etag()) && object.object().size() == from.size();
        }

        @Override
        public long size() {
            return from.size();
        }

        @Override
        public boolean repeatable() {
            return true;
        }
    }

    private StoredObject placeInParts(
            StoredObject from, ResourcePath target, String key, Precondition onTarget, Target seen) {
        ObjectDetails details =
                context.bucket().reads().details(from.key()).orElseThrow(() -> new NotFoundException(target));
        WriteMark mark = WriteMark.unique();
        Multipart multipart = context.bucket().multipart();
        Upload upload = multipart.create(key, details.contentType().orElse(ANY_TYPE), mark.addedTo(details.metadata()));
        uploads.sweeper().begun(upload);
        boolean mayTakePlace = false;
        boolean done = false;
        try {
            List<Part> parts = copyParts(from, target, upload);
            Placement.Placed placed = placement.place(target, key, onTarget, seen.file(), new Placement.Step() {
                @Override
                public boolean minds(ObjectCondition condition) {
                    return context.traits().mindsInComplete(condition);
                }

                @Override
                public Told run(ObjectCondition condition) {
                    return Told.tag(multipart.complete(upload, parts, from.size(), condition));
                }

                @Override
                public boolean made(ObjectDetails object) {
                    return mark.isOn(object);
                }

                @Override
                public long size() {
                    return from.size();
                }

                @Override
                public boolean repeatable() {
                    return true;
                }
            });
            done = true;
            return placed.object();
        } catch (OutcomeUnknownException e) {
            mayTakePlace = true;
            unsettled.add(upload, mark);
            throw e;
        } finally {
            if (done || mayTakePlace) {
                uploads.sweeper().ended(upload);
            } else {
                abort(upload);
            }
        }
    }

    /** Several at once, by the threads that send parts. */
    private List<Part> copyParts(StoredObject from, ResourcePath target, Upload upload) {
        List<PartCall<Part>> calls = new ArrayList<>();
        for (long offset = 0; offset < from.size(); offset += largestCopy) {
            ByteRange range = new ByteRange(offset, Math.min(largestCopy, from.size() - offset));
            int number = calls.size() + 1;
            PartCall<Part> call =
                    new PartCall<>(() -> context.bucket().multipart().copyPart(upload, number, from, range));
            calls.add(call);
            uploads.execute(call);
        }
        try {
            return calls.stream().map(call -> call.result().join()).toList();
        } catch (CompletionException e) {
            calls.forEach(PartCall::cancel);
            calls.forEach(call -> call.result().exceptionally(failure -> null).join());
            if (e.getCause() instanceof StorageException failure) {
                throw failure;
            }
            throw new UnavailableException(target, RETRY, e.getCause());
        }
    }

    private void abort(Upload upload) {
        try {
            context.bucket().multipart().abort(upload);
            uploads.sweeper().ended(upload);
        } catch (StorageException e) {
            LOG.debug("The copy to {} can't be aborted now", upload.key(), e);
            uploads.sweeper().abandoned(upload);
        }
    }

    private void removeSource(ResourcePath source, StoredObject from, ResourcePath target, Target seen) {
        try {
            collections.keepingParent(source, from.key());
        } catch (StorageException e) {
            if (isGone(from.key(), e)) {
                LOG.debug("The source {} of a move is gone, though its removal failed", source, e);
            } else if (seen.file().isEmpty()) {
                takeBack(target, e);
                throw e;
            } else {
                throw new OutcomeUnknownException(source, e);
            }
        }
        context.used().removed(from.size());
    }

    private boolean isGone(String key, StorageException failure) {
        try {
            return context.bucket().reads().head(key).isEmpty();
        } catch (StorageException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /** The source stays, so the copy goes: all is as before. */
    private void takeBack(ResourcePath target, StorageException failure) {
        try {
            context.bucket().writes().delete(context.keys().file(target));
        } catch (StorageException e) {
            failure.addSuppressed(e);
        }
    }
}
