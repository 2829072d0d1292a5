package io.headroom.server.property;

import io.headroom.spi.path.ResourcePath;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The times of a storage that is seen at another place than its own root: kept by that place. As thread-safe as what keeps them. */
public final class RelocatedTimes implements ModificationTimes {
    private final ModificationTimes times;
    private final ResourcePath place;

    /** @param place where the storage's root is seen */
    public RelocatedTimes(ModificationTimes times, ResourcePath place) {
        this.times = times;
        this.place = place;
    }

    private ResourcePath outer(ResourcePath path) {
        return path.rebase(ResourcePath.ROOT, place);
    }

    @Override
    public boolean isEmpty() {
        return times.isEmpty();
    }

    @Override
    public Optional<Kept> find(ResourcePath file) {
        return times.find(outer(file));
    }

    @Override
    public Map<String, Kept> findMembers(ResourcePath collection) {
        return times.findMembers(outer(collection));
    }

    @Override
    public Map<ResourcePath, Kept> findTree(ResourcePath top) {
        Map<ResourcePath, Kept> inner = new HashMap<>();
        times.findTree(outer(top)).forEach((path, kept) -> inner.put(path.rebase(place, ResourcePath.ROOT), kept));
        return inner;
    }

    @Override
    public void put(ResourcePath file, Kept kept) {
        times.put(outer(file), kept);
    }

    @Override
    public void replace(Collection<ResourcePath> trees, Map<ResourcePath, Kept> kept) {
        Map<ResourcePath, Kept> outer = new HashMap<>();
        kept.forEach((path, time) -> outer.put(outer(path), time));
        times.replace(trees.stream().map(this::outer).toList(), outer);
    }
}
