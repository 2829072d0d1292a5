package io.headroom.s3;

/** What writes: one class for each kind of change. Thread-safe. */
final class S3WriteSide implements AutoCloseable {
    private final S3Collections collections;
    private final Uploads uploads;
    private final S3Writer writer;
    private final S3Copies copies;
    private final S3Trees trees;

    /**
     * @param times when a tree counts as abandoned
     * @param largestCopy bytes that one request copies
     */
    S3WriteSide(S3Context context, S3Reader reader, S3Looks looks, TreeTimes times, long largestCopy) {
        this.collections = new S3Collections(context, reader);
        this.uploads = new Uploads(context);
        Targets targets = new Targets(context, looks);
        Targets copyTargets = new Targets(context, S3Looks.always(reader));
        Placement placement = new Placement(context.bucket().reads(), context.clock(), looks.isExact());
        UnsettledUploads unsettled = new UnsettledUploads(context.bucket());
        this.writer = new S3Writer(context, targets, uploads, placement, unsettled);
        this.copies =
                new S3Copies(context, reader, collections, copyTargets, uploads, placement, unsettled, largestCopy);
        ObjectCopies objects = new ObjectCopies(context, uploads.sweeper(), largestCopy);
        this.trees = new S3Trees(context, reader, collections, copies, objects, times);
        uploads.start();
        trees.start();
    }

    S3Writer writer() {
        return writer;
    }

    S3Copies copies() {
        return copies;
    }

    S3Trees trees() {
        return trees;
    }

    S3Collections collections() {
        return collections;
    }

    /** Ends background work. */
    @Override
    public void close() {
        trees.close();
        uploads.close();
    }
}
