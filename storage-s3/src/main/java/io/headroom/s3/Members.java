package io.headroom.s3;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Makes resources of keys: a collection for each marker, and for what has members though it has no marker; before its members. A file
 * whose name a collection has too is left out. Keys that no path can name are left out as well. For one thread.
 *
 * <p>The keys {@code a}, {@code a.txt} and {@code a/} follow each other in this order: so a file is held back until a key comes that
 * lies behind all that can be below a collection of its name.
 */
final class Members implements Iterator<Resource> {
    private final KeyListing listing;
    private final S3Keys keys;
    private final Deque<Resource> ready = new ArrayDeque<>();
    /** Each key begins with the one below it. */
    private final Deque<StoredObject> heldBack = new ArrayDeque<>();
    /** From the collection that is listed down to the one that the last key lay in. */
    private final Deque<ResourcePath> open = new ArrayDeque<>();

    /** @param collection that all keys lie below; itself no member */
    Members(KeyListing listing, S3Keys keys, ResourcePath collection) {
        this.listing = listing;
        this.keys = keys;
        open.push(collection);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && listing.hasNext()) {
            take(listing.next());
        }
        while (ready.isEmpty() && !heldBack.isEmpty()) {
            release(heldBack.pop());
        }
        return !ready.isEmpty();
    }

    @Override
    public Resource next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void take(KeyListing.Entry entry) {
        settle(entry.key());
        Optional<ResourcePath> path = keys.path(entry.key());
        if (path.isEmpty() || !path.get().startsWith(open.getLast())) {
            return;
        }
        StoredObject object = entry.object();
        if (object == null || entry.key().endsWith("/")) {
            enter(path.get());
        } else {
            enter(path.get().parent());
            heldBack.push(object);
        }
    }

    private void settle(String key) {
        while (!heldBack.isEmpty()) {
            String held = heldBack.element().key();
            boolean below = key.length() > held.length() && key.startsWith(held);
            if (below && key.charAt(held.length()) < '/') {
                return;
            }
            StoredObject file = heldBack.pop();
            if (!below || key.charAt(held.length()) != '/') {
                release(file);
            }
        }
    }

    private void release(StoredObject file) {
        keys.path(file.key()).ifPresent(path -> ready.add(resource(path, file)));
    }

    private void enter(ResourcePath collection) {
        while (!collection.startsWith(open.element())) {
            open.pop();
        }
        String all = collection.toString();
        while (!collection.equals(open.element())) {
            int from = open.element().isRoot() ? 1 : open.element().toString().length() + 1;
            int slash = all.indexOf('/', from);
            ResourcePath one = open.element().child(all.substring(from, slash < 0 ? all.length() : slash));
            open.push(one);
            ready.add(collection(one));
        }
    }

    /** Nobody keeps when a collection changed last. */
    static CollectionResource collection(ResourcePath path) {
        return new CollectionResource(path, Optional.empty(), Optional.empty());
    }

    /** A listing tells no content type, so none is told anywhere: the server goes by the name. */
    static FileResource resource(ResourcePath path, StoredObject object) {
        return new FileResource(
                path,
                object.size(),
                EntityTag.strong(object.etag()),
                object.lastModified(),
                Optional.empty(),
                Optional.empty());
    }
}
