package io.headroom.s3;

import io.headroom.spi.OpenFile;
import io.headroom.spi.Resource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Looks, listings and files, in few requests. Thread-safe.
 *
 * <p>A look is one listing of two entries, as the keys {@code a} and {@code a/} mostly follow each other; now and then it takes a second
 * request. A listing is one request for each thousand entries. Opening a file is one GET of its beginning, which for a small file is all
 * there is; see {@link S3OpenFile}.
 *
 * <p>Where {@code a} is an object and there are objects below {@code a/} as well, made by another program, the collection wins, as its
 * members must stay reachable: the file is in no listing, and nothing replaces or removes it. Only {@link #open} gives its bytes, because
 * to make sure of so odd a case would cost every read a second request.
 */
final class S3Reader {
    /** Bytes that come with the opening of a file. */
    static final int BEGINNING = 128 * 1024;

    private static final int LOOKS = 3;
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final S3Keys keys;
    private final BucketReads reads;

    S3Reader(Bucket bucket) {
        this.keys = bucket.keys();
        this.reads = bucket.reads();
    }

    Optional<Resource> find(ResourcePath path) {
        if (path.isRoot()) {
            return Optional.of(Members.collection(path));
        }
        if (!keys.isServed(path)) {
            return Optional.empty();
        }
        String key = keys.file(path);
        ObjectPage page = reads.listLevel(key, 2);
        if (page.prefixes().contains(key + "/") || (mayHoldBack(page, key) && isCollection(path))) {
            return Optional.of(Members.collection(path));
        }
        return page.objects().stream()
                .filter(object -> object.key().equals(key))
                .findFirst()
                .map(object -> Members.resource(path, object));
    }

    /** Whether the page ends before the place where the key with a slash would stand: {@code a.txt} comes before {@code a/}. */
    private static boolean mayHoldBack(ObjectPage page, String key) {
        return page.next().isPresent()
                && Stream.concat(page.objects().stream().map(StoredObject::key), page.prefixes().stream())
                        .noneMatch(listed -> listed.length() > key.length() && listed.charAt(key.length()) > '/');
    }

    /** Whether a collection is there; costs one request. */
    boolean isCollection(ResourcePath path) {
        return path.isRoot()
                || (keys.isServed(path)
                        && !reads.list(keys.collection(path), 1).objects().isEmpty());
    }

    /**
     * The object of a file, hidden or not.
     *
     * @return empty also for names that can't be there
     */
    Optional<StoredObject> object(ResourcePath path) {
        return path.isRoot() || !keys.isServed(path) ? Optional.empty() : reads.head(keys.file(path));
    }

    Stream<Resource> list(ResourcePath collection) {
        checkServed(collection);
        String prefix = keys.collection(collection);
        ObjectPage first = reads.listLevel(prefix, BucketReads.PAGE);
        return members(collection, first, new KeyListing(first, next -> reads.listLevelOn(prefix, next)));
    }

    Stream<Resource> listTree(ResourcePath collection) {
        checkServed(collection);
        String prefix = keys.collection(collection);
        ObjectPage first = reads.list(prefix, BucketReads.PAGE);
        return members(collection, first, new KeyListing(first, next -> reads.listOn(prefix, next)));
    }

    private void checkServed(ResourcePath collection) {
        if (!keys.isServed(collection)) {
            throw new NotFoundException(collection);
        }
    }

    private Stream<Resource> members(ResourcePath collection, ObjectPage first, KeyListing listing) {
        boolean nothing = first.objects().isEmpty() && first.prefixes().isEmpty();
        if (nothing && !collection.isRoot()) {
            if (object(collection).isPresent()) {
                throw new WrongKindException(collection);
            }
            throw new NotFoundException(collection);
        }
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Members(listing, keys, collection), Spliterator.NONNULL | Spliterator.DISTINCT),
                false);
    }

    OpenFile open(ResourcePath path) {
        if (path.isRoot()) {
            throw new WrongKindException(path);
        }
        if (!keys.isServed(path)) {
            throw new NotFoundException(path);
        }
        String key = keys.file(path);
        for (int look = 0; look < LOOKS; look++) {
            Optional<OpenFile> file = tryOpen(path, key);
            if (file.isPresent()) {
                return file.get();
            }
        }
        throw new UnavailableException(path, SHORTLY, null);
    }

    /** @return empty when it was empty at first and isn't any more */
    private Optional<OpenFile> tryOpen(ResourcePath path, String key) {
        try (ObjectStream stream = reads.getBeginning(key, BEGINNING).orElse(null)) {
            if (stream != null) {
                return Optional.of(new S3OpenFile(path, stream.object(), beginning(stream, path), reads));
            }
        } catch (NotFoundException e) {
            throw isCollection(path) ? new WrongKindException(path, e) : e;
        }
        return reads.head(key)
                .filter(object -> object.size() == 0)
                .map(object -> new S3OpenFile(path, object, new byte[0], reads));
    }

    private static byte[] beginning(ObjectStream stream, ResourcePath path) {
        byte[] bytes = new byte[(int) Math.min(stream.length(), BEGINNING)];
        try {
            stream.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UnavailableException(path, SHORTLY, e);
        }
    }
}
