package io.headroom.s3;

import io.headroom.spi.error.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Removes many objects, several batches at once. Works on a full store. Thread-safe. */
final class TreeRemovals {
    /** Stores remove the keys of a batch one after the other: more batches are faster than larger ones. */
    private static final int SMALL_BATCH = 100;

    private final S3Context context;
    private final TreeWorkers workers;

    TreeRemovals(S3Context context, TreeWorkers workers) {
        this.context = context;
        this.workers = workers;
    }

    /**
     * @param objects as they were seen
     * @return what could not be removed for a reason of its own, by key
     * @throws StorageException when the store can't be reached; some may be gone
     */
    Map<String, StorageException> remove(Collection<StoredObject> objects) {
        Map<String, StorageException> failures = new ConcurrentHashMap<>();
        workers.forEach(batches(objects), batch -> failures.putAll(removeBatch(batch)));
        objects.stream()
                .filter(object -> !failures.containsKey(object.key()))
                .forEach(object -> context.used().removed(object.size()));
        return failures;
    }

    private List<List<StoredObject>> batches(Collection<StoredObject> objects) {
        List<StoredObject> all = List.copyOf(objects);
        int share = (all.size() + workers.threads() - 1) / workers.threads();
        int size = Math.max(SMALL_BATCH, Math.min(BucketWrites.BATCH, share));
        List<List<StoredObject>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return batches;
    }

    private Map<String, StorageException> removeBatch(List<StoredObject> batch) {
        try {
            return context.bucket()
                    .writes()
                    .deleteMany(batch.stream().map(StoredObject::key).toList());
        } catch (StorageException e) {
            if (e.kind().endsAll()) {
                throw e;
            }
            Map<String, StorageException> failures = new ConcurrentHashMap<>();
            batch.forEach(object -> failures.put(object.key(), e));
            return failures;
        }
    }

    /**
     * Removes objects that must go.
     *
     * @throws StorageException also when one of them can't be removed
     */
    void removeAll(Collection<StoredObject> objects) {
        for (StorageException failure : remove(objects).values()) {
            throw failure;
        }
    }

    /** As {@link #removeAll}, of a listing. */
    void removeOwn(Iterator<StoredObject> objects) {
        List<StoredObject> page = new ArrayList<>();
        while (objects.hasNext()) {
            page.add(objects.next());
            if (page.size() == BucketWrites.BATCH || !objects.hasNext()) {
                removeAll(page);
                page.clear();
            }
        }
    }
}
