package io.headroom.server.property;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;

/**
 * Moves files and their dead properties so that no crash parts them, and writes nothing more than needed when there are no
 * properties. Thread-safe.
 */
public final class PropertyMove {
    private final PropertyStore properties;
    private final MoveJournal journal;

    public PropertyMove(PropertyStore properties, MoveJournal journal) {
        this.properties = properties;
        this.journal = journal;
    }

    /**
     * @param rename moves the files, replacing what is at the target, or throws and leaves the source where it was
     * @throws StorageException what {@code rename} threw, or what kept the properties from following
     */
    public void move(ResourcePath source, ResourcePath target, Runnable rename) {
        if (!properties.anyBelow(source)) {
            rename.run();
            if (properties.anyBelow(target)) {
                properties.delete(target);
            }
            return;
        }
        long entry = journal.begin(source, target);
        try {
            rename.run();
        } catch (OutcomeUnknownException e) {
            // The entry stays: the next start sees where the files are.
            throw e;
        } catch (RuntimeException e) {
            abandon(entry, e);
            throw e;
        }
        journal.finish(entry);
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
