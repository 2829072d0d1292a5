package io.headroom.s3;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnexpectedStorageException;
import java.util.Map;

/**
 * Finds out, when it is first asked, whether the store can have a file beside a collection of the same name: one that keeps objects as
 * files can't. Thread-safe.
 */
final class NameClash {
    private enum Answer {
        UNKNOWN,
        CLASHES,
        GOES
    }

    private final S3Context context;
    private volatile Answer answer = Answer.UNKNOWN;

    NameClash(S3Context context) {
        this.context = context;
    }

    /**
     * @param job what it is found out for; what is written for that is removed with its plan
     * @throws StorageException when it can't be found out
     */
    boolean clashes(TreeJob job) {
        if (answer == Answer.UNKNOWN) {
            answer = found(job.planPrefix(context.keys()) + "clash");
        }
        return answer == Answer.CLASHES;
    }

    private Answer found(String file) {
        put(file);
        try {
            put(file + "/below");
            return Answer.GOES;
        } catch (UnexpectedStorageException e) {
            return Answer.CLASHES;
        }
    }

    private void put(String key) {
        context.bucket().writes().put(key, ObjectBody.EMPTY, ObjectCondition.NONE, S3Collections.MARKER_TYPE, Map.of());
    }
}
