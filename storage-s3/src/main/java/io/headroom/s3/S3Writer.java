package io.headroom.s3;

import io.headroom.s3.Multipart.Part;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;

/** Begins uploads and puts them in their place. Thread-safe. */
final class S3Writer {
    private static final String ANY_TYPE = "application/octet-stream";

    private final S3Context context;
    private final Targets targets;
    private final Uploads uploads;
    private final Placement placement;
    private final UnsettledUploads unsettled;

    S3Writer(S3Context context, Targets targets, Uploads uploads, Placement placement, UnsettledUploads unsettled) {
        this.context = context;
        this.targets = targets;
        this.uploads = uploads;
        this.placement = placement;
        this.unsettled = unsettled;
    }

    Uploads uploads() {
        return uploads;
    }

    /** As {@link io.headroom.spi.Storage#beginWrite}. */
    PendingWrite begin(ResourcePath target, WriteRequest request) {
        if (target.isRoot()) {
            throw new WrongKindException(target);
        }
        context.keys().checkNew(target);
        long largest = PartPlan.largestFile(uploads.memory());
        if (request.expectedBytes().orElse(0) > largest) {
            throw new TooLargeException(target, largest);
        }
        Target seen = targets.look(target);
        if (!request.precondition().holds(seen.file().map(object -> Members.resource(target, object)))) {
            throw new PreconditionFailedException(target);
        }
        return new S3PendingWrite(this, target, seen, request);
    }

    /** Begins an upload in parts. */
    PartTransfer beginTransfer(ResourcePath target, PartPlan plan, WriteRequest request, WriteMark mark) {
        return PartTransfer.begin(uploads, target, plan, contentType(request), mark.metadata());
    }

    private static String contentType(WriteRequest request) {
        return request.contentType().orElse(ANY_TYPE);
    }

    /** Commits what one request can carry. */
    FileResource put(ResourcePath target, Target seen, WriteRequest request, WriteMark mark, ObjectBody body) {
        String key = context.keys().file(target);
        BucketWrites writes = context.bucket().writes();
        FileResource file = commit(target, key, seen, request, new Placement.Step() {
            @Override
            public boolean minds(ObjectCondition condition) {
                return context.traits().mindsInPut(condition);
            }

            @Override
            public Told run(ObjectCondition condition) {
                return writes.put(key, body, condition, contentType(request), mark.metadata());
            }

            @Override
            public boolean made(ObjectDetails object) {
                return mark.isOn(object);
            }

            @Override
            public long size() {
                return body.length();
            }

            @Override
            public boolean repeatable() {
                return true;
            }
        });
        context.used().added(body.length());
        return file;
    }

    /** Commits what went up in parts. */
    FileResource complete(
            ResourcePath target,
            Target seen,
            WriteRequest request,
            WriteMark mark,
            PartTransfer transfer,
            List<Part> parts) {
        String key = context.keys().file(target);
        Multipart multipart = context.bucket().multipart();
        try {
            FileResource file = commit(target, key, seen, request, new Placement.Step() {
                @Override
                public boolean minds(ObjectCondition condition) {
                    return context.traits().mindsInComplete(condition);
                }

                @Override
                public Told run(ObjectCondition condition) {
                    return Told.tag(multipart.complete(transfer.upload(), parts, transfer.bytes(), condition));
                }

                @Override
                public boolean made(ObjectDetails object) {
                    return mark.isOn(object);
                }

                @Override
                public long size() {
                    return transfer.bytes();
                }

                @Override
                public boolean repeatable() {
                    return true;
                }
            });
            transfer.ended();
            return file;
        } catch (OutcomeUnknownException e) {
            // It may still take place: its parts must not go.
            unsettled.add(transfer.upload(), mark);
            transfer.ended();
            throw e;
        }
    }

    private FileResource commit(
            ResourcePath target, String key, Target seen, WriteRequest request, Placement.Step step) {
        boolean known = false;
        try (PathLocks.Held held = context.locks().hold(target)) {
            unsettled.requireSettled(key, target);
            Target now = targets.still(target, seen);
            Placement.Placed placed = placement.place(target, key, request.precondition(), now.file(), step);
            now.file().ifPresent(old -> context.used().removed(old.size()));
            FileResource file = Members.resource(target, placed.object());
            context.recent().written(file, placed.seen());
            known = true;
            return file;
        } finally {
            if (!known) {
                context.recent().unknown(target);
            }
        }
    }
}
