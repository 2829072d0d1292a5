package io.headroom.s3;

import java.time.Clock;

/**
 * What all parts of one open storage share. Thread-safe.
 *
 * @param traits what the store minds
 * @param used told of every byte that this process adds to the bucket or takes away
 * @param changes told of every collection that this process makes or removes
 * @param recent told of every file and collection that this process makes or removes
 */
record S3Context(
        S3Settings settings,
        Bucket bucket,
        StoreTraits traits,
        PathLocks locks,
        UsedBytes used,
        S3Capacity capacity,
        CollectionChanges changes,
        RecentCollections recent,
        Clock clock) {
    S3Keys keys() {
        return bucket.keys();
    }
}
