package io.headroom.s3;

import io.headroom.s3.PlanEntry.Kind;
import io.headroom.s3.PlanEntry.Version;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Lays the listings of source and target side by side, as they come. For one thread. */
final class TreePlanner implements Iterator<List<PlanEntry>> {
    /** No more than one batch of removals, nor one page of a listing. */
    static final int PAGE = 1000;

    private static final String MARKER = "/";

    private final KeyCursor source;
    private final KeyCursor target;
    private final int sourceName;
    private final int targetName;
    private boolean markerDue;

    /**
     * @param source what is copied
     * @param target what stands in the way
     * @param collection whether it is a collection, which is to have a marker at the target whether it has one at the source or not
     */
    TreePlanner(TreeJob job, S3Keys keys, KeyCursor source, KeyCursor target, boolean collection) {
        this.source = source;
        this.target = target;
        this.sourceName = job.sourceKey(keys, "").length();
        this.targetName = job.targetKey(keys, "").length();
        this.markerDue = collection;
    }

    @Override
    public boolean hasNext() {
        return markerDue || source.peek().isPresent() || target.peek().isPresent();
    }

    @Override
    public List<PlanEntry> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<PlanEntry> page = new ArrayList<>();
        while (page.size() < PAGE && hasNext()) {
            page.add(nextEntry());
        }
        return page;
    }

    private PlanEntry nextEntry() {
        Optional<String> from = markerDue ? Optional.of(MARKER) : name(source, sourceName);
        Optional<String> to = name(target, targetName);
        int order = from.isEmpty() ? 1 : to.isEmpty() ? -1 : KeyOrder.INSTANCE.compare(from.get(), to.get());
        if (order > 0) {
            return new PlanEntry(Kind.OLD, to.orElseThrow(), taken(target), Optional.empty());
        }
        String name = from.orElseThrow();
        boolean hasObject = name(source, sourceName).equals(from);
        markerDue = false;
        Optional<Version> is = hasObject ? Optional.of(taken(source)) : Optional.empty();
        Optional<Version> old = order == 0 ? Optional.of(taken(target)) : Optional.empty();
        boolean bothEmpty =
                is.map(Version::size).orElse(0L) == 0 && old.map(Version::size).orElse(1L) == 0;
        if (name.endsWith(MARKER) && bothEmpty) {
            return new PlanEntry(Kind.KEEP, name, is.orElse(Version.EMPTY), Optional.empty());
        }
        return new PlanEntry(hasObject ? Kind.COPY : Kind.MARK, name, is.orElse(Version.EMPTY), old);
    }

    private static Optional<String> name(KeyCursor cursor, int from) {
        return cursor.peek().map(object -> object.key().substring(from));
    }

    private static Version taken(KeyCursor cursor) {
        Version version = Version.of(cursor.peek().orElseThrow());
        cursor.skip();
        return version;
    }
}
