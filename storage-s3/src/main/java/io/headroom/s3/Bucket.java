package io.headroom.s3;

import java.time.Duration;

/** The bucket below the prefix: every call of ours to the store goes through one of these. Thread-safe. */
record Bucket(S3Keys keys, BucketReads reads, BucketWrites writes, Multipart multipart) {
    private static final Duration TURN = Duration.ofSeconds(5);

    /** @param traits what the store minds */
    static Bucket of(S3Settings settings, S3Clients clients, StoreTraits traits) {
        S3Keys keys = new S3Keys(settings);
        BucketCalls calls =
                new BucketCalls(clients, keys, settings.bucket(), new WriteGate(settings.connections() / 2, TURN));
        return new Bucket(
                keys,
                new BucketReads(calls),
                new BucketWrites(calls, traits, settings),
                new Multipart(calls, traits, settings.times()));
    }
}
