package io.headroom.s3;

import java.util.Iterator;
import java.util.Optional;

/**
 * A limit of our own, and a count of what lies below the prefix: objects, parts of uploads under way, and old versions where the bucket
 * keeps them. One request for each thousand, and one for each upload under way.
 */
final class CountedRoom implements RoomSource {
    private final Bucket bucket;
    private final long limit;

    CountedRoom(Bucket bucket, long limit) {
        this.bucket = bucket;
        this.limit = limit;
    }

    @Override
    public Optional<Figures> ask() {
        long used = bucket.reads().keepsVersions()
                ? bucket.reads().bytesOfVersions(bucket.keys().prefix())
                : objects();
        for (Multipart.OpenUpload upload : bucket.multipart().list(bucket.keys().prefix())) {
            used += bucket.multipart().bytes(upload.upload());
        }
        return Optional.of(Figures.of(limit, used));
    }

    private long objects() {
        String prefix = bucket.keys().prefix();
        long bytes = 0;
        Iterator<KeyListing.Entry> objects = new KeyListing(
                bucket.reads().list(prefix, BucketReads.PAGE),
                next -> bucket.reads().listOn(prefix, next));
        while (objects.hasNext()) {
            StoredObject object = objects.next().object();
            bytes += object == null ? 0 : object.size();
        }
        return bytes;
    }
}
