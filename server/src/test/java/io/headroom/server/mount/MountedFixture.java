package io.headroom.server.mount;

import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Storage;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.StorageFixture;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** For the kit: a part of a tree of two storages, seen as if it were all. */
final class MountedFixture implements StorageFixture {
    static final Clock CLOCK = Clock.systemUTC();
    static final long LIMIT = 16 * 1024 * 1024;

    private final ResourcePath seen;
    private final Supplier<Storage> main;
    private final Supplier<Storage> mounted;

    /**
     * @param seen what the kit takes for the root; the mount is at {@code /mount}
     * @param main what is around it
     */
    MountedFixture(String seen, Supplier<Storage> main, Supplier<Storage> mounted) {
        this.seen = ResourcePath.parse(seen);
        this.main = main;
        this.mounted = mounted;
    }

    /** At {@code place}, and there. */
    static Storage attached(String place, Storage storage) {
        Attachment attachment = new Attachment(ResourcePath.parse(place), () -> storage);
        attachment.open();
        return new AttachedStorage(attachment, storage.capabilities());
    }

    @Override
    public void wipe() {
        // Each opening makes everything anew.
    }

    @Override
    public Storage open() {
        Storage around = main.get();
        Storage all = new MountedStorage(
                around, Map.of(ResourcePath.parse("/mount"), attached("/mount", mounted.get())), Map.of(), CLOCK);
        if (!seen.startsWith(ResourcePath.parse("/mount"))) {
            all.createCollection(seen);
        }
        Attachment view = new Attachment(ResourcePath.ROOT, () -> new Rooted(all, seen));
        view.open();
        return new AttachedStorage(view, seen, Set.of());
    }

    /** What is seen as the root stays where it is, as a root does. */
    private static final class Rooted extends ForwardingStorage {
        private final ResourcePath root;

        Rooted(Storage storage, ResourcePath root) {
            super(storage);
            this.root = root;
        }

        @Override
        public void delete(ResourcePath path) {
            if (path.equals(root)) {
                throw new AccessDeniedException(path);
            }
            super.delete(path);
        }
    }

    @Override
    public boolean small() {
        return true;
    }

    @Override
    public boolean survivesClosing() {
        return false;
    }
}
