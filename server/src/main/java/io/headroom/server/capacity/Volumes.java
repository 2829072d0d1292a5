package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where another volume's room begins, and what each has promised. Thread-safe. */
final class Volumes {
    private final Map<ResourcePath, Ledger> ledgers;
    private final List<ResourcePath> roots;

    /** @param rooms whose room each has; the root of all is among them */
    Volumes(Map<ResourcePath, ResourcePath> rooms) {
        Map<ResourcePath, Ledger> own = new HashMap<>();
        Map<ResourcePath, Ledger> all = new HashMap<>();
        rooms.forEach((root, room) -> all.put(root, own.computeIfAbsent(room, any -> new Ledger())));
        this.ledgers = Map.copyOf(all);
        this.roots = ledgers.keySet().stream().sorted().toList();
        ledger(ResourcePath.ROOT);
    }

    /** By path, the root first. */
    List<ResourcePath> roots() {
        return roots;
    }

    /** The root of the volume that a path is on. */
    ResourcePath of(ResourcePath path) {
        if (roots.size() == 1) {
            return ResourcePath.ROOT;
        }
        ResourcePath at = path;
        while (!ledgers.containsKey(at)) {
            at = at.parent();
        }
        return at;
    }

    /** The promises of the volume that a path is on. */
    Ledger ledger(ResourcePath path) {
        Ledger ledger = ledgers.get(of(path));
        if (ledger == null) {
            throw new IllegalArgumentException("the root of all is a volume's root too");
        }
        return ledger;
    }
}
