package io.headroom.s3;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals of all trees under way, of all nodes: one small object each, beside it a reserve of room that is given up when the journal
 * must be written anew while the store is full. Thread-safe.
 */
final class TreeJournals {
    static final String JOURNALS = "journal/";
    static final String PLANS = "plan/";
    static final String ASIDES = "aside/";

    private static final String RESERVES = "reserve/";
    private static final Logger LOG = LoggerFactory.getLogger(TreeJournals.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Larger than any journal; two paths of 1,024 bytes may take three times as much when they are encoded. */
    private static final String RESERVE = " ".repeat(8 * 1024);

    /** A journal as it was found. */
    record Found(TreeJournal journal, StoredObject object) {}

    private final S3Context context;
    private final SmallObjects objects;
    private final TreeObjects trees;
    private final String owner = UUID.randomUUID().toString();

    TreeJournals(S3Context context) {
        this.context = context;
        this.objects = new SmallObjects(context);
        this.trees = new TreeObjects(context.bucket());
    }

    /** Who writes journals here. */
    String owner() {
        return owner;
    }

    /** All that are there and can be read. */
    List<Found> all() {
        List<Found> all = new ArrayList<>();
        Iterator<StoredObject> listed = trees.withPrefix(context.keys().own(JOURNALS));
        while (listed.hasNext()) {
            read(listed.next().key()).ifPresent(all::add);
        }
        return all;
    }

    Optional<Found> read(TreeJob job) {
        return read(key(job));
    }

    private Optional<Found> read(String key) {
        Optional<SmallObjects.Text> text = objects.read(key);
        try {
            return text.map(found -> new Found(TreeJournal.parse(found.text()), found.object()));
        } catch (IllegalArgumentException e) {
            LOG.warn("The object {} is no journal that this version knows: it is left alone.", key, e);
            return Optional.empty();
        }
    }

    /** Writes a new one. When that fails nothing has begun. */
    StoredObject begin(TreeJournal journal) {
        TreeJob job = journal.job();
        try {
            // What no journal speaks of nobody would find.
            objects.write(key(job), journal.text(), ObjectCondition.NONE);
            objects.write(reserveKey(job), RESERVE, ObjectCondition.NONE);
            // Only a look tells what time it is for the store.
            return context.bucket()
                    .reads()
                    .head(key(job))
                    .orElseThrow(() -> new PreconditionFailedException(job.target()));
        } catch (OutcomeUnknownException e) {
            throw withdrawn(job, new UnavailableException(job.target(), RETRY, e));
        } catch (StorageException e) {
            throw withdrawn(job, e);
        }
    }

    private StorageException withdrawn(TreeJob job, StorageException failure) {
        try {
            removeJournal(job);
        } catch (StorageException e) {
            // It says that there is something to undo, and there will be nothing.
            failure.addSuppressed(e);
        }
        return failure;
    }

    /**
     * Writes a journal anew, in place of one version.
     *
     * @return the entity tag of the new version
     * @throws PreconditionFailedException when that version isn't there any more
     */
    String replace(TreeJournal journal, String etag) {
        try {
            return tryReplace(journal, etag);
        } catch (InsufficientStorageException e) {
            context.bucket().writes().delete(reserveKey(journal.job()));
            return tryReplace(journal, etag);
        }
    }

    private String tryReplace(TreeJournal journal, String etag) {
        String key = key(journal.job());
        if (context.traits().conditionalReplace()) {
            return objects.write(key, journal.text(), new ObjectCondition.Is(etag));
        }
        if (context.bucket()
                .reads()
                .head(key)
                .filter(object -> object.etag().equals(etag))
                .isEmpty()) {
            throw new PreconditionFailedException(journal.job().target());
        }
        return objects.write(key, journal.text(), ObjectCondition.NONE);
    }

    /** Removes all that a tree has here, the journal last. */
    void remove(TreeJob job, TreeRemovals removals) {
        removals.removeOwn(trees.withPrefix(job.asidePrefix(context.keys())));
        removals.removeOwn(trees.withPrefix(job.planPrefix(context.keys())));
        removeJournal(job);
    }

    private void removeJournal(TreeJob job) {
        context.bucket().writes().delete(reserveKey(job));
        context.bucket().writes().delete(key(job));
    }

    private String key(TreeJob job) {
        return context.keys().own(JOURNALS + job.id());
    }

    private String reserveKey(TreeJob job) {
        return context.keys().own(RESERVES + job.id());
    }

    /** What time it is for the store. */
    Instant storeTime() {
        try {
            return context.bucket().reads().bucketHeaders().getOrDefault("Date", List.of()).stream()
                    .findFirst()
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseGet(context.clock()::instant);
        } catch (DateTimeException e) {
            return context.clock().instant();
        }
    }
}
