package io.headroom.s3;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes all that lies below a collection, page by page, and a collection's marker when nothing below it is left. For one thread.
 */
final class TreeDeleter {
    private final S3Context context;
    private final TreeRemovals removals;
    private final ResourcePath top;
    private final TreeListener listener;
    private final Iterator<StoredObject> objects;
    /** From the top down to the one that the last member lay in. */
    private final Deque<CollectionResource> open = new ArrayDeque<>();
    /** Nothing is below them any more; the deeper ones first. */
    private final List<CollectionResource> left = new ArrayList<>();
    /** Something below them could not be removed; those that were not left yet. */
    private final Set<ResourcePath> staying = new HashSet<>();

    TreeDeleter(S3Context context, TreeRemovals removals, ResourcePath top, TreeListener listener) {
        this.context = context;
        this.removals = removals;
        this.top = top;
        this.listener = listener;
        this.objects = new TreeObjects(context.bucket()).below(top);
    }

    void run() {
        open.push(Members.collection(top));
        KeyListing removed = new KeyListing(nextPage(), next -> nextPage());
        Members members = new Members(removed, context.keys(), top);
        while (members.hasNext()) {
            take(members.next());
        }
        while (!open.isEmpty()) {
            left.add(open.pop());
        }
        removeLeft();
    }

    private void take(Resource member) {
        while (!member.path().startsWith(open.element().path())) {
            left.add(open.pop());
        }
        if (member instanceof CollectionResource collection) {
            open.push(collection);
        } else {
            listener.done(member);
        }
    }

    /** Removes a page but for its markers: the objects that are gone, and the markers. */
    private ObjectPage nextPage() {
        removeLeft();
        List<StoredObject> page = new ArrayList<>();
        while (page.size() < BucketReads.PAGE && objects.hasNext()) {
            page.add(objects.next());
        }
        List<StoredObject> going =
                page.stream().filter(object -> !isMarker(object)).toList();
        Map<String, StorageException> failures = removals.remove(going);
        failures.forEach(this::failed);
        page.removeIf(object -> failures.containsKey(object.key()));
        return new ObjectPage(page, List.of(), objects.hasNext() ? Optional.of("more") : Optional.empty());
    }

    private boolean isMarker(StoredObject object) {
        return object.key().endsWith("/") && context.keys().path(object.key()).isPresent();
    }

    private void failed(String key, StorageException failure) {
        ResourcePath path = context.keys().path(key).orElse(top);
        boolean collection = key.endsWith("/");
        listener.failed(path, collection, failure);
        for (ResourcePath above = collection ? path : path.parent(); above.startsWith(top); above = above.parent()) {
            staying.add(above);
        }
    }

    /** A batch at a time; of one whose marker fails those above it stay, marked or not. */
    private void removeLeft() {
        List<StoredObject> markers = left.stream()
                .filter(collection -> !staying.contains(collection.path()))
                .map(collection -> new StoredObject(context.keys().collection(collection.path()), 0, "", Instant.EPOCH))
                .toList();
        removals.remove(markers).forEach(this::failed);
        for (CollectionResource collection : left) {
            if (!staying.remove(collection.path())) {
                listener.done(collection);
            }
        }
        left.clear();
    }
}
