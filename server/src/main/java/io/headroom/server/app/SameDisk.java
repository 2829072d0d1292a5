package io.headroom.server.app;

import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds folders on one disk, so that the same room is not promised twice. For one thread. */
final class SameDisk {
    private final Map<Object, ResourcePath> firstOn = new HashMap<>();
    private final Map<ResourcePath, ResourcePath> same = new HashMap<>();

    private SameDisk() {}

    /** Of each place that lies on the disk of one before it: that one. What isn't there now is on no disk. */
    static Map<ResourcePath, ResourcePath> among(ServerConfig config) {
        SameDisk disks = new SameDisk();
        disks.add(ResourcePath.ROOT, config.location());
        config.mounts().forEach(mount -> disks.add(mount.place(), mount.location()));
        return Map.copyOf(disks.same);
    }

    private void add(ResourcePath place, StorageLocation location) {
        if (location instanceof StorageLocation.Folder folder) {
            disk(folder.path()).ifPresent(disk -> {
                ResourcePath first = firstOn.putIfAbsent(disk, place);
                if (first != null) {
                    same.put(place, first);
                }
            });
        }
    }

    private static Optional<Object> disk(Path folder) {
        try {
            return Optional.ofNullable(Files.getAttribute(folder, "unix:dev"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
