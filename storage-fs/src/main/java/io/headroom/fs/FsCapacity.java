package io.headroom.fs;

import io.headroom.spi.Capacity;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * The room of the volume that a path is on. Thread-safe.
 *
 * <p>Asked anew each time: it costs about a microsecond a figure, and a kept one would be wrong just when it matters.
 * Available is what this process may still use, which is less than what is free: file systems keep a part for the
 * superuser. {@code java.io.File} asks by path; a {@code FileStore} would read the whole mount table first.
 */
final class FsCapacity {
    private final FsPaths paths;
    private final Clock clock;

    FsCapacity(FsPaths paths, Clock clock) {
        this.paths = paths;
        this.clock = clock;
    }

    Capacity of(ResourcePath scope) throws IOException {
        File place = existing(scope).toFile();
        long total = place.getTotalSpace();
        if (total <= 0) {
            return new Capacity.Unknown("the file system tells no size");
        }
        long used = Math.max(0, total - place.getFreeSpace());
        return new Capacity.Bounded(Math.max(0, place.getUsableSpace()), used, total, clock.instant());
    }

    private Path existing(ResourcePath scope) throws IOException {
        if (paths.isServed(scope)) {
            for (ResourcePath path = scope; !path.isRoot(); path = path.parent()) {
                Path real = paths.real(path);
                if (real != null) {
                    return real;
                }
            }
        }
        return paths.root();
    }

    /**
     * Refuses what can't fit.
     *
     * @param directory where the bytes will go
     * @throws InsufficientStorageException when fewer bytes are left
     */
    static void check(OptionalLong expectedBytes, Path directory, ResourcePath target) {
        if (expectedBytes.isEmpty() || expectedBytes.getAsLong() == 0) {
            return;
        }
        File place = directory.toFile();
        long usable = place.getUsableSpace();
        // A file system that tells no figures says 0 for all of them; only the write itself can show then.
        if (usable < expectedBytes.getAsLong() && place.getTotalSpace() > 0) {
            throw new InsufficientStorageException(
                    Reason.DISK_FULL, target, expectedBytes, OptionalLong.of(usable), null);
        }
    }
}
