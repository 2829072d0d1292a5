package io.headroom.s3;

import io.headroom.s3.Multipart.Part;
import io.headroom.s3.Multipart.Upload;
import io.headroom.spi.ByteRange;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;

/** Copies one object to another key, whatever stands there; in parts what is too large for one request. Thread-safe. */
final class ObjectCopies {
    private static final String ANY_TYPE = "application/octet-stream";

    private final S3Context context;
    private final UploadSweeper sweeper;
    private final long largestCopy;

    /**
     * @param sweeper aborts later what can't be aborted now
     * @param largestCopy bytes that one request copies
     */
    ObjectCopies(S3Context context, UploadSweeper sweeper, long largestCopy) {
        this.context = context;
        this.sweeper = sweeper;
        this.largestCopy = largestCopy;
    }

    /** @return the copy as it stands now */
    StoredObject copy(StoredObject source, String target) {
        StoredObject copy = source.size() <= largestCopy
                ? context.bucket().writes().copy(source, target, ObjectCondition.NONE)
                : copyInParts(source, target);
        context.used().added(copy.size());
        return copy;
    }

    private StoredObject copyInParts(StoredObject source, String target) {
        BucketReads reads = context.bucket().reads();
        ObjectDetails details = reads.details(source.key()).orElseThrow(() -> new NotFoundException(about(target)));
        Multipart multipart = context.bucket().multipart();
        Upload upload = multipart.create(target, details.contentType().orElse(ANY_TYPE), details.metadata());
        sweeper.begun(upload);
        try {
            List<Part> parts = new ArrayList<>();
            for (long offset = 0; offset < source.size(); offset += largestCopy) {
                ByteRange range = new ByteRange(offset, Math.min(largestCopy, source.size() - offset));
                parts.add(multipart.copyPart(upload, parts.size() + 1, source, range));
            }
            multipart.complete(upload, parts, source.size(), ObjectCondition.NONE);
            sweeper.ended(upload);
        } catch (OutcomeUnknownException e) {
            // The store may still be at it; later it is aborted, or there is nothing to abort.
            sweeper.abandoned(upload);
            throw e;
        } catch (StorageException e) {
            abort(upload);
            throw e;
        }
        return reads.head(target).orElseThrow(() -> new NotFoundException(about(target)));
    }

    private ResourcePath about(String key) {
        return context.keys().about(key);
    }

    private void abort(Upload upload) {
        try {
            context.bucket().multipart().abort(upload);
            sweeper.ended(upload);
        } catch (StorageException e) {
            sweeper.abandoned(upload);
        }
    }
}
