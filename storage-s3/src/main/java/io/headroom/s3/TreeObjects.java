package io.headroom.s3;

import io.headroom.spi.path.ResourcePath;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The objects of trees, in the order of keys, page by page: all that lies below a collection, what no path can name included, or nothing
 * would ever be gone. Thread-safe.
 */
final class TreeObjects {
    private final S3Keys keys;
    private final BucketReads reads;

    TreeObjects(Bucket bucket) {
        this.keys = bucket.keys();
        this.reads = bucket.reads();
    }

    /** What lies below a collection, its marker included. */
    Iterator<StoredObject> below(ResourcePath collection) {
        return withPrefix(keys.collection(collection));
    }

    /** The object of a file that may be there, and what lies below a collection of that name. */
    KeyCursor fileAndBelow(ResourcePath path) {
        Optional<StoredObject> file = reads.head(keys.file(path));
        Iterable<StoredObject> below = () -> below(path);
        Iterator<StoredObject> all = Stream.concat(file.stream(), StreamSupport.stream(below.spliterator(), false))
                .iterator();
        return new KeyCursor(all, path);
    }

    /** Every object whose key begins so. */
    Iterator<StoredObject> withPrefix(String prefix) {
        KeyListing listing = new KeyListing(reads.list(prefix, BucketReads.PAGE), next -> reads.listOn(prefix, next));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return listing.hasNext();
            }

            @Override
            public StoredObject next() {
                KeyListing.Entry entry = listing.next();
                if (entry.object() == null) {
                    throw new IllegalStateException("a prefix without a delimiter");
                }
                return entry.object();
            }
        };
    }
}
