package io.headroom.server.upkeep;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which names of a folder nothing stands at: with one listing, or where it's about a few with a look-up for each. Only what
 * the storage says is absent counts; what it can't show now is a failure. For one thread, which asks in the order of the paths.
 */
final class Absences {
    /** A folder may hold a million. */
    private static final int WORTH_A_LISTING = 8;

    private final Storage storage;

    /** The last folder that is missing: then so is all below. */
    private @Nullable ResourcePath missing;

    Absences(Storage storage) {
        this.storage = storage;
    }

    boolean isAbsent(ResourcePath path) {
        try {
            return storage.find(path).isEmpty();
        } catch (NameRejectedException e) {
            // Nothing can have such a name.
            return true;
        }
    }

    /** @return those of the names that the folder doesn't have */
    Set<String> of(ResourcePath folder, Set<String> names) {
        if (missing != null && folder.startsWith(missing)) {
            return names;
        }
        Optional<Resource> found = isAbsent(folder) ? Optional.empty() : storage.find(folder);
        if (found.isPresent() && found.get() instanceof UnreadableResource) {
            return Set.of();
        }
        if (found.isEmpty() || !(found.get() instanceof CollectionResource)) {
            missing = folder;
            return names;
        }
        Set<String> absent = new HashSet<>(names);
        if (names.size() < WORTH_A_LISTING) {
            absent.removeIf(name -> !isAbsent(folder.child(name)));
            return absent;
        }
        try (Stream<Resource> members = storage.list(folder)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext() && !absent.isEmpty(); ) {
                absent.remove(each.next().path().name());
            }
            return absent;
        } catch (NotFoundException | WrongKindException e) {
            return names;
        }
    }
}
