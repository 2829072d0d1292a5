package io.headroom.server.mount;

import io.headroom.spi.Storage;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which storage has a path: the one whose place is the nearest above it. Knows the fixed collections too: the places and all
 * collections on the way to them, but for the root. Asks no storage for anything. Immutable.
 */
final class MountTable {
    /** The innermost places first. */
    private final List<Mount> mounts;

    private final SortedSet<ResourcePath> fixed = new TreeSet<>();
    private final Map<ResourcePath, Set<ResourcePath>> fixedMembers = new HashMap<>();
    private final Set<ResourcePath> places;

    /**
     * @param main has all that no other one has
     * @param mounts by their places, never the root
     */
    MountTable(Storage main, Map<ResourcePath, Storage> mounts) {
        List<Mount> all = new ArrayList<>();
        mounts.forEach((place, storage) -> all.add(new Mount(place, storage)));
        all.add(new Mount(ResourcePath.ROOT, main));
        all.sort(Comparator.comparingInt((Mount mount) -> mount.place().depth()).reversed());
        this.mounts = List.copyOf(all);
        this.places = Set.copyOf(mounts.keySet());
        for (ResourcePath place : places) {
            for (ResourcePath path = place; !path.isRoot(); path = path.parent()) {
                fixed.add(path);
                fixedMembers
                        .computeIfAbsent(path.parent(), any -> new TreeSet<>())
                        .add(path);
            }
        }
    }

    static boolean isBelow(ResourcePath path, ResourcePath collection) {
        return path.startsWith(collection) && !path.equals(collection);
    }

    /** All, also the main one. */
    List<Mount> mounts() {
        return mounts;
    }

    Mount of(ResourcePath path) {
        for (Mount mount : mounts) {
            if (path.startsWith(mount.place())) {
                return mount;
            }
        }
        throw new IllegalStateException("the root holds everything");
    }

    /** @throws NotFoundException when no client sees it */
    Storage reading(ResourcePath path) {
        Mount mount = of(path);
        if (mount.hides(path)) {
            throw new NotFoundException(path);
        }
        return mount.storage();
    }

    /** @throws NameRejectedException when no client would see it */
    Storage writing(ResourcePath path) {
        Mount mount = of(path);
        if (mount.hides(path)) {
            throw new NameRejectedException(path, NameRejectedException.Reason.UNUSABLE);
        }
        return mount.storage();
    }

    /** Whether this always is a collection, and stays where it is. */
    boolean isFixed(ResourcePath path) {
        return fixed.contains(path);
    }

    /** Whether this is fixed only because it is on the way to a place. */
    boolean isOnTheWay(ResourcePath path) {
        return fixed.contains(path) && !places.contains(path);
    }

    boolean isPlace(ResourcePath path) {
        return places.contains(path);
    }

    /** @throws AccessDeniedException when this stays where it is */
    void requireFree(ResourcePath path) {
        if (fixed.contains(path)) {
            throw new AccessDeniedException(path);
        }
    }

    Set<ResourcePath> fixedMembers(ResourcePath collection) {
        return fixedMembers.getOrDefault(collection, Set.of());
    }

    /** The fixed collections below a collection that the same storage has around it; each before what is in it. */
    List<ResourcePath> fixedAround(ResourcePath collection) {
        Mount mount = of(collection);
        return fixed.stream()
                .filter(path -> isBelow(path, collection) && of(path.parent()).equals(mount))
                .toList();
    }

    /** The collections on the way to a target that the target's storage may lack, although everybody sees them. */
    List<ResourcePath> wayTo(ResourcePath target) {
        if (target.isRoot() || !fixed.contains(target.parent())) {
            return List.of();
        }
        ResourcePath place = of(target).place();
        return fixed.stream()
                .filter(path -> isBelow(target, path) && isBelow(path, place))
                .toList();
    }

    /** Whether a tree is all in one storage. */
    boolean isInsideOne(ResourcePath tree) {
        return !fixedMembers.containsKey(tree);
    }

    /** Whether two trees are all in one storage. */
    boolean isInsideOne(ResourcePath from, ResourcePath to) {
        return of(from).equals(of(to)) && isInsideOne(from) && isInsideOne(to);
    }
}
