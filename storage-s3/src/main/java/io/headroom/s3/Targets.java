package io.headroom.s3;

import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks whether a file may be written at a path. One request where a file stands, else two; none where
 * the same was seen a moment ago. Thread-safe. */
final class Targets {
    /**
     * How long a look holds for what other nodes do. The server keeps them away at the commit, and looks for itself then whether the
     * parent is still there. For those that nobody keeps away: a parent that goes comes back by having a member again.
     */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final S3Context context;
    private final S3Looks looks;

    Targets(S3Context context, S3Looks looks) {
        this.context = context;
        this.looks = looks;
    }

    /**
     * @throws WrongKindException when a collection stands there
     * @throws ParentMissingException when there is no collection above it
     */
    Target look(ResourcePath path) {
        // Before the requests: what changes meanwhile must count.
        long changes = context.changes().count();
        Instant now = context.clock().instant();
        Optional<Resource> found = looks.findRoughly(path);
        if (found.isEmpty()) {
            if (!looks.isCollection(path.parent())) {
                throw new ParentMissingException(path);
            }
            return new Target(Optional.empty(), changes, now);
        }
        if (found.get() instanceof FileResource file) {
            StoredObject object = new StoredObject(
                    context.keys().file(path), file.size(), file.entityTag().opaque(), file.lastModified());
            return new Target(Optional.of(object), changes, now);
        }
        throw new WrongKindException(path);
    }

    /** The same target, looked at again if anything may have changed about the collections around it. */
    Target still(ResourcePath path, Target seen) {
        boolean fresh = seen.changes() == context.changes().count()
                && context.clock().instant().isBefore(seen.seen().plus(FRESH));
        return fresh ? seen : look(path);
    }
}
