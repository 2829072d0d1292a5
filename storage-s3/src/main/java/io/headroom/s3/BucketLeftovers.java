package io.headroom.s3;

import io.headroom.spi.Leftover;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What crashes left in a bucket: uploads in parts that nobody will complete, trees that nobody works on any more. Thread-safe. */
final class BucketLeftovers {
    private final Bucket bucket;
    private final UploadSweeper sweeper;
    private final TreeTimes times;
    private final Clock clock;

    /** @param sweeper has begun nothing itself */
    BucketLeftovers(Bucket bucket, UploadSweeper sweeper, TreeTimes times, Clock clock) {
        this.bucket = bucket;
        this.sweeper = sweeper;
        this.times = times;
        this.clock = clock;
    }

    List<Leftover> find() {
        List<Leftover> found = new ArrayList<>();
        sweeper.stale()
                .forEach(open -> found.add(new Leftover(
                        open.upload().key(),
                        "has an upload in parts since " + open.begun() + " that nobody will complete")));
        Instant limit = clock.instant().minus(times.lease());
        Iterator<StoredObject> journals =
                new TreeObjects(bucket).withPrefix(bucket.keys().own(TreeJournals.JOURNALS));
        while (journals.hasNext()) {
            StoredObject journal = journals.next();
            if (journal.lastModified().isBefore(limit)) {
                found.add(new Leftover(journal.key(), "is the journal of a copy or move of a tree that was cut short"));
            }
        }
        return found;
    }

    /** Those of which {@link #find} tells; what fails is logged. */
    void abortUploads() {
        sweeper.sweepStale();
    }
}
