package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where another volume's room begins, and what each has promised. Thread-safe. */
final class Volumes {
    private final Map<ResourcePath, Ledger> ledgers;
    private final List<ResourcePath> roots;

    /** @param roots the root of all among them */
    Volumes(Collection<ResourcePath> roots) {
        this.ledgers = roots.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), root -> new Ledger()));
        this.roots = roots.stream().sorted().toList();
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
