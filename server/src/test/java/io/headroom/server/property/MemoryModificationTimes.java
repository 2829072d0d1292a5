package io.headroom.server.property;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Times in a map; a test may fill it up, and sees how often it was asked. Thread-safe. */
// One monitor for all is short, and nothing in here waits.
final class MemoryModificationTimes implements ModificationTimes {
    private final Map<ResourcePath, Kept> rows = new HashMap<>();
    private boolean full;
    private boolean away;
    private int questions;

    synchronized void full(boolean now) {
        full = now;
    }

    synchronized void away(boolean now) {
        away = now;
    }

    synchronized int questions() {
        return questions;
    }

    synchronized Map<ResourcePath, Kept> rows() {
        return Map.copyOf(rows);
    }

    private <T> T asked(T answer) {
        if (away) {
            throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(5), null);
        }
        questions += rows.isEmpty() ? 0 : 1;
        return answer;
    }

    @Override
    public synchronized boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public synchronized Optional<Kept> find(ResourcePath file) {
        return asked(Optional.ofNullable(rows.get(file)));
    }

    @Override
    public synchronized Map<String, Kept> findMembers(ResourcePath collection) {
        return asked(rows.entrySet().stream()
                .filter(row -> row.getKey().parent().equals(collection))
                .collect(Collectors.toMap(row -> row.getKey().name(), Map.Entry::getValue)));
    }

    @Override
    public synchronized Map<ResourcePath, Kept> findTree(ResourcePath top) {
        return asked(rows.entrySet().stream()
                .filter(row -> row.getKey().startsWith(top))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public synchronized void put(ResourcePath file, Kept kept) {
        if (full) {
            throw new InsufficientStorageException(Reason.METADATA_FULL, file, null);
        }
        rows.put(file, kept);
    }

    @Override
    public synchronized void replace(Collection<ResourcePath> trees, Map<ResourcePath, Kept> kept) {
        trees.forEach(tree -> rows.keySet().removeIf(path -> path.startsWith(tree)));
        rows.putAll(kept);
    }
}
