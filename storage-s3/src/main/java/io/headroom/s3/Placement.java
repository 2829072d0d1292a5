package io.headroom.s3;

import io.headroom.spi.Precondition;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an object in its place, if the precondition holds, and finds out whether it is there when the store doesn't say.
 *
 * <p>Where the store minds conditions, each write is conditional on what was seen, also when nobody asked for it: a write that the
 * store carries out late, after a hang, then can't overwrite what came meanwhile. Where it doesn't, the look comes right before the
 * write. The caller holds the lock of the path.
 */
final class Placement {
    private static final Logger LOG = LoggerFactory.getLogger(Placement.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** Others were faster so many times: other nodes, or other programs. */
    private static final int ROUNDS = 20;

    /** The call that makes the object appear. */
    interface Step {
        /** Whether the store minds this condition in this call. */
        boolean minds(ObjectCondition condition);

        /** @return what the store tells of the new object */
        Told run(ObjectCondition condition);

        /** Whether what stands there now is what the call was to make. */
        boolean made(ObjectDetails object);

        /** How long the object is, in bytes. */
        long size();

        /** Whether it may be run again when nothing of it is to be seen. */
        boolean repeatable();
    }

    /**
     * An object in its place.
     *
     * @param seen whether it was looked at; else its time is that of the answer, which is the store's time or a little later
     */
    record Placed(StoredObject object, boolean seen) {}

    private final BucketReads reads;
    private final Clock clock;
    private final boolean exactTimes;

    /** @param exactTimes whether each object is looked at when it stands, as only that tells its time */
    Placement(BucketReads reads, Clock clock, boolean exactTimes) {
        this.reads = reads;
        this.clock = clock;
        this.exactTimes = exactTimes;
    }

    /**
     * @param seen what stood there when it was looked at last
     * @return what stands there now
     */
    Placed place(ResourcePath path, String key, Precondition precondition, Optional<StoredObject> seen, Step step) {
        Optional<StoredObject> current = seen;
        boolean fresh = false;
        boolean broken = false;
        for (int round = 0; round < ROUNDS; round++) {
            ObjectCondition condition = condition(current);
            if (!step.minds(condition)) {
                condition = ObjectCondition.NONE;
            }
            boolean asked = !(precondition instanceof Precondition.None);
            boolean stale = condition == ObjectCondition.NONE || !holds(precondition, path, current);
            if (!fresh && asked && stale) {
                current = reads.head(key);
                fresh = true;
                // With what is there now the store may mind the condition.
                continue;
            }
            if (!holds(precondition, path, current)) {
                throw new PreconditionFailedException(path);
            }
            try {
                return found(key, step, step.run(condition));
            } catch (PreconditionFailedException e) {
                Optional<ObjectDetails> now = reads.details(key);
                if (now.isPresent() && step.made(now.get())) {
                    return new Placed(now.get().object(), true);
                }
                current = now.map(ObjectDetails::object);
            } catch (OutcomeUnknownException e) {
                Optional<ObjectDetails> now = readBack(key, e);
                if (now.isPresent() && step.made(now.get())) {
                    return new Placed(now.get().object(), true);
                }
                if (S3Failures.isTimeOut(e)) {
                    throw e;
                }
                // The connection broke, or the upload is gone: nothing of it is there, and nothing goes on.
                if (broken || !step.repeatable()) {
                    throw new UnavailableException(path, RETRY, e);
                }
                broken = true;
                current = now.map(ObjectDetails::object);
            }
            fresh = true;
        }
        throw new UnavailableException(path, RETRY, null);
    }

    private static ObjectCondition condition(Optional<StoredObject> current) {
        return current.<ObjectCondition>map(object -> new ObjectCondition.Is(object.etag()))
                .orElse(ObjectCondition.ABSENT);
    }

    private static boolean holds(Precondition precondition, ResourcePath path, Optional<StoredObject> current) {
        return precondition.holds(current.map(object -> Members.resource(path, object)));
    }

    /** The store told of success. */
    private Placed found(String key, Step step, Told told) {
        if (!exactTimes && told.etag().isPresent() && told.time().isPresent()) {
            return new Placed(
                    new StoredObject(
                            key, step.size(), told.etag().get(), told.time().get()),
                    false);
        }
        try {
            Optional<ObjectDetails> now = reads.details(key);
            if (now.isPresent() && step.made(now.get())) {
                return new Placed(now.get().object(), true);
            }
        } catch (StorageException e) {
            LOG.debug("What was written to {} can't be looked at", key, e);
        }
        // Somebody was there right after us, or reads fail: ours stood there all the same.
        return new Placed(new StoredObject(key, step.size(), told.etag().orElse("unknown"), clock.instant()), false);
    }

    private Optional<ObjectDetails> readBack(String key, OutcomeUnknownException unknown) {
        try {
            return reads.details(key);
        } catch (StorageException e) {
            unknown.addSuppressed(e);
            throw unknown;
        }
    }
}
