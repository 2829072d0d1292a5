package io.headroom.server.mount;

import io.headroom.spi.Capability;
import io.headroom.spi.Limits;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.util.EnumSet;
import java.util.Set;

/** What several storages can do as one: everywhere, and from one path to another. Thread-safe. */
final class MountedAbilities {
    private static final Set<Capability> INSIDE_ONE_ONLY = EnumSet.of(
            Capability.ATOMIC_FILE_MOVE,
            Capability.ATOMIC_TREE_MOVE,
            Capability.STAGED_TREE,
            Capability.WHOLE_TREES,
            Capability.SERVER_SIDE_COPY);

    private final MountTable table;
    private final Set<Capability> everywhere;

    MountedAbilities(MountTable table) {
        this.table = table;
        EnumSet<Capability> shared = EnumSet.allOf(Capability.class);
        table.mounts().forEach(mount -> shared.retainAll(mount.storage().capabilities()));
        shared.removeAll(INSIDE_ONE_ONLY);
        this.everywhere = Set.copyOf(shared);
    }

    /** What is so for all paths. */
    Set<Capability> everywhere() {
        return everywhere;
    }

    /** What the target's storage can do; from another one, only what needs no more than one. */
    Set<Capability> between(ResourcePath from, ResourcePath to) {
        Storage storage = table.of(to).storage();
        EnumSet<Capability> here = EnumSet.noneOf(Capability.class);
        here.addAll(storage.capabilities(to, to));
        if (!table.isInsideOne(from, to)) {
            here.removeAll(INSIDE_ONE_ONLY);
        }
        return here;
    }

    /** The widest; each storage knows its own. */
    Limits limits() {
        Limits widest = new Limits(0, 0, 0);
        for (Mount mount : table.mounts()) {
            Limits limits = mount.storage().limits();
            widest = new Limits(
                    Math.max(widest.largestFile(), limits.largestFile()),
                    Math.max(widest.longestName(), limits.longestName()),
                    Math.max(widest.longestPath(), limits.longestPath()));
        }
        return widest;
    }
}
