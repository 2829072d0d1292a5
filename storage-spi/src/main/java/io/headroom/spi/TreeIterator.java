package io.headroom.spi;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks a tree by its listings, one open for each level. For one thread. */
final class TreeIterator implements Iterator<Resource>, AutoCloseable {
    private record Level(Stream<Resource> stream, Iterator<Resource> members) {}

    private final Storage storage;
    private final Deque<Level> levels = new ArrayDeque<>();

    private TreeIterator(Storage storage) {
        this.storage = storage;
    }

    static Stream<Resource> stream(Storage storage, ResourcePath collection) {
        TreeIterator iterator = new TreeIterator(storage);
        iterator.enter(collection);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator, Spliterator.NONNULL | Spliterator.DISTINCT),
                        false)
                .onClose(iterator::close);
    }

    private void enter(ResourcePath collection) {
        Stream<Resource> stream = storage.list(collection);
        levels.push(new Level(stream, stream.iterator()));
    }

    @Override
    public boolean hasNext() {
        while (!levels.isEmpty() && !hasMore(levels.element())) {
            levels.pop().stream().close();
        }
        return !levels.isEmpty();
    }

    private boolean hasMore(Level level) {
        try {
            return level.members().hasNext();
        } catch (StorageException e) {
            if (levels.size() == 1) {
                throw e;
            }
            // As one that can't be listed at all.
            return false;
        }
    }

    @Override
    public Resource next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Resource member = levels.element().members().next();
        if (member instanceof CollectionResource) {
            enterIfReadable(member.path());
        }
        return member;
    }

    private void enterIfReadable(ResourcePath collection) {
        try {
            enter(collection);
        } catch (StorageException e) {
            // Gone by now, or not to be read: whoever goes on to use the member meets the same failure, and can name
            // it.
            return;
        }
    }

    @Override
    public void close() {
        while (!levels.isEmpty()) {
            levels.pop().stream().close();
        }
    }
}
