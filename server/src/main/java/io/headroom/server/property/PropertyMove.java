package io.headroom.server.property;

import io.headroom.server.tree.MemberFailure;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Moves files and their dead properties so that no crash parts them, and writes nothing more than needed when there are no
 * properties. Thread-safe.
 */
public final class PropertyMove {
    private final PropertyStore properties;
    private final MoveJournal journal;
    private final Predicate<ResourcePath> exists;

    /** @param exists whether there is a resource: asked when not all of a tree went */
    public PropertyMove(PropertyStore properties, MoveJournal journal, Predicate<ResourcePath> exists) {
        this.properties = properties;
        this.journal = journal;
        this.exists = exists;
    }

    /**
     * @param rename moves the files, replacing what is at the target, and says which members did not go; or throws and leaves the
     *     source where it was
     * @return what {@code rename} gave
     * @throws StorageException what {@code rename} threw, or what kept the properties from following
     */
    public List<MemberFailure> move(ResourcePath source, ResourcePath target, Supplier<List<MemberFailure>> rename) {
        // What the target has goes by the journal too: once the files have moved, nothing may be left undone.
        if (!properties.anyBelow(source) && !properties.anyBelow(target)) {
            return rename.get();
        }
        long entry = journal.begin(source, target);
        List<MemberFailure> failures;
        try {
            failures = rename.get();
        } catch (OutcomeUnknownException e) {
            // The entry stays: the next start sees where the files are.
            throw e;
        } catch (RuntimeException e) {
            abandon(entry, e);
            throw e;
        }
        if (failures.isEmpty()) {
            journal.finish(entry);
        } else {
            journal.finish(
                    entry,
                    PartialMove.of(source, target, properties.holders(source), replaced(target, failures), exists));
        }
        return failures;
    }

    /** All that had properties at the target, but for old members that could not be removed. */
    private List<ResourcePath> replaced(ResourcePath target, List<MemberFailure> failures) {
        return properties.holders(target).stream()
                .filter(holder -> failures.stream().noneMatch(failure -> holder.startsWith(failure.path())))
                .toList();
    }

    private void abandon(long entry, RuntimeException cause) {
        try {
            journal.abandon(entry);
        } catch (StorageException e) {
            // The next start drops the entry, because the source is still there.
            cause.addSuppressed(e);
        }
    }
}
