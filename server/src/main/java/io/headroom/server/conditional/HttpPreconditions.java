package io.headroom.server.conditional;

import io.headroom.server.date.HttpDate;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of HTTP itself (RFC 9110 §13), If-Range apart. A date that can't be read counts as absent.
 *
 * @param ifMatch go on only with one of these versions
 * @param ifNoneMatch go on only with none of these versions
 * @param ifModifiedSince for GET and HEAD: send only what is newer
 * @param ifUnmodifiedSince go on only with what is not newer
 */
public record HttpPreconditions(
        Optional<EntityTagList> ifMatch,
        Optional<EntityTagList> ifNoneMatch,
        Optional<Instant> ifModifiedSince,
        Optional<Instant> ifUnmodifiedSince) {
    /** No condition at all. */
    public static final HttpPreconditions ABSENT =
            new HttpPreconditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What the conditions allow. */
    public enum Outcome {
        /** Carry the method out. */
        PROCEED,
        /** 304: the client has it already. */
        NOT_MODIFIED,
        /** 412. */
        FAILED
    }

    /** Each parameter is the value of its header; null when there is none. */
    public static HttpPreconditions parse(
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince,
            @Nullable String ifUnmodifiedSince) {
        if (ifMatch == null && ifNoneMatch == null && ifModifiedSince == null && ifUnmodifiedSince == null) {
            return ABSENT;
        }
        return new HttpPreconditions(
                Optional.ofNullable(ifMatch).map(EntityTagList::parse),
                Optional.ofNullable(ifNoneMatch).map(EntityTagList::parse),
                HttpDate.parse(ifModifiedSince),
                HttpDate.parse(ifUnmodifiedSince));
    }

    /** Whether there is any condition; without one no look at the resource is needed. */
    public boolean isPresent() {
        return ifMatch.isPresent()
                || ifNoneMatch.isPresent()
                || ifModifiedSince.isPresent()
                || ifUnmodifiedSince.isPresent();
    }

    /**
     * Goes through the conditions in the order of RFC 9110 §13.2.2.
     *
     * @param safeMethod whether the method is GET or HEAD
     * @param current what stands at the target; empty when nothing does
     */
    public Outcome evaluate(boolean safeMethod, Optional<? extends Resource> current) {
        if (ifMatch.isPresent()) {
            if (!isMatch(ifMatch.get(), current)) {
                return Outcome.FAILED;
            }
        } else if (ifUnmodifiedSince.isPresent() && isNewer(current, ifUnmodifiedSince.get())) {
            return Outcome.FAILED;
        }
        if (ifNoneMatch.isPresent()) {
            if (isNoneMatch(ifNoneMatch.get(), current)) {
                return Outcome.PROCEED;
            }
            return safeMethod ? Outcome.NOT_MODIFIED : Outcome.FAILED;
        }
        boolean known = safeMethod
                && ifModifiedSince.isPresent()
                && current.isPresent()
                // What a GET shows of a collection changes without the collection's own date.
                && current.get() instanceof FileResource
                && !isNewer(current, ifModifiedSince.get());
        return known ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    private static boolean isMatch(EntityTagList list, Optional<? extends Resource> current) {
        if (list.any() || current.isEmpty()) {
            return current.isPresent();
        }
        return current.get() instanceof FileResource file && list.matchesStrongly(file.entityTag());
    }

    private static boolean isNoneMatch(EntityTagList list, Optional<? extends Resource> current) {
        if (list.any() || current.isEmpty()) {
            return current.isEmpty();
        }
        return !(current.get() instanceof FileResource file && list.matchesWeakly(file.entityTag()));
    }

    /** By whole seconds, which is all that the header can say; what has no date is not newer. */
    private static boolean isNewer(Optional<? extends Resource> current, Instant date) {
        return current.flatMap(HttpPreconditions::lastModified)
                .map(modified -> modified.getEpochSecond() > date.getEpochSecond())
                .orElse(false);
    }

    private static Optional<Instant> lastModified(Resource resource) {
        if (resource instanceof FileResource file) {
            return Optional.of(file.lastModified());
        }
        return resource instanceof CollectionResource collection ? collection.lastModified() : Optional.empty();
    }

    /**
     * What must still hold when a write is committed, after {@link #evaluate} said PROCEED: so that nobody else's write
     * comes between the check and ours.
     *
     * @param current what was evaluated
     */
    public Precondition toPrecondition(Optional<? extends Resource> current) {
        if (ifNoneMatch.isPresent() && ifNoneMatch.get().any()) {
            return new Precondition.MustNotExist();
        }
        boolean versionBound = ifMatch.isPresent() ? !ifMatch.get().any() : ifUnmodifiedSince.isPresent();
        if (versionBound && current.isPresent() && current.get() instanceof FileResource file) {
            return new Precondition.MustMatch(file.entityTag());
        }
        return ifMatch.isPresent() ? new Precondition.MustExist() : new Precondition.None();
    }
}
