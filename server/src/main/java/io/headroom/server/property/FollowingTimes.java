package io.headroom.server.property;

import io.headroom.server.property.ModificationTimes.Kept;
import io.headroom.spi.FileResource;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the times when files were changed. The files are where they should be by then: a time that can't be kept is a
 * line in the log and no failure. Thread-safe.
 */
final class FollowingTimes {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingTimes.class);

    private final ModificationTimes times;

    FollowingTimes(ModificationTimes times) {
        this.times = times;
    }

    /** @return the file as it shows from now on */
    FileResource remember(FileResource file, Instant time) {
        Kept version = Kept.of(file, time);
        try {
            times.put(file.path(), version);
            return version.shownBy(file);
        } catch (StorageException e) {
            notKept(file.path(), e);
            return file;
        }
    }

    void forget(ResourcePath file) {
        try {
            if (times.find(file).isPresent()) {
                times.replace(List.of(file), Map.of());
            }
        } catch (StorageException e) {
            notKept(file, e);
        }
    }

    /** @param kept all that is known from now on below the trees */
    void replace(List<ResourcePath> trees, Map<ResourcePath, Kept> kept) {
        try {
            if (!kept.isEmpty()
                    || trees.stream().anyMatch(tree -> !times.findTree(tree).isEmpty())) {
                times.replace(trees, kept);
            }
        } catch (StorageException e) {
            notKept(trees.get(0), e);
        }
    }

    private static void notKept(ResourcePath path, StorageException cause) {
        LOG.warn("The times of modification at {} could not be kept: {}", path, cause.getMessage());
    }
}
