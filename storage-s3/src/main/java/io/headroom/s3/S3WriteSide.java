package io.headroom.s3;

/** What writes: one class for each kind of change. Thread-safe. */
final class S3WriteSide implements AutoCloseable {
    private final S3Collections collections;

    S3WriteSide(S3Context context, S3Reader reader) {
        this.collections = new S3Collections(context, reader);
    }

    S3Collections collections() {
        return collections;
    }

    /** Ends background work. */
    @Override
    public void close() {}
}
