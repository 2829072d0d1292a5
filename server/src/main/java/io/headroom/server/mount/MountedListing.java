package io.headroom.server.mount;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is found and listed in several storages: the fixed collections are there in any case, in front of what a storage has under
 * their names, and what no client sees is left out. As thread-safe as the storages.
 */
final class MountedListing {
    private final MountTable table;

    MountedListing(MountTable table) {
        this.table = table;
    }

    Optional<Resource> find(ResourcePath path) {
        Mount mount = table.of(path);
        if (mount.hides(path)) {
            return Optional.empty();
        }
        Optional<Resource> found = mount.storage().find(path);
        return table.isFixed(path) && !(found.orElse(null) instanceof CollectionResource)
                ? Optional.of(bare(path))
                : found;
    }

    private static Resource bare(ResourcePath collection) {
        return new CollectionResource(collection, Optional.empty(), Optional.empty());
    }

    /** Also one that is away is in the listing of the collection around it. */
    private Resource fixedMember(ResourcePath path) {
        try {
            return find(path).orElseGet(() -> bare(path));
        } catch (StorageException e) {
            return bare(path);
        }
    }

    Stream<Resource> list(ResourcePath collection) {
        Set<ResourcePath> fixed = table.fixedMembers(collection);
        Stream<Resource> own = seen(collection, storage -> storage.list(collection));
        return fixed.isEmpty()
                ? own
                : Stream.concat(
                        fixed.stream().map(this::fixedMember), own.filter(member -> !fixed.contains(member.path())));
    }

    /** What the collection's own storage lists of what clients see; nothing, if it lacks one that is on the way to a place. */
    private Stream<Resource> seen(ResourcePath collection, Function<Storage, Stream<Resource>> listing) {
        Storage storage = table.reading(collection);
        Stream<Resource> listed;
        try {
            listed = listing.apply(storage);
        } catch (NotFoundException | WrongKindException e) {
            if (table.isOnTheWay(collection)) {
                return Stream.empty();
            }
            throw e;
        }
        Mount mount = table.of(collection);
        return collection.equals(mount.place()) ? listed.filter(member -> !mount.hides(member.path())) : listed;
    }

    Stream<Resource> listTree(ResourcePath collection) {
        Stream<Resource> own = seen(collection, storage -> storage.listTree(collection));
        if (table.isInsideOne(collection)) {
            return own;
        }
        // Those that stand between the storages come first, so that each collection is before what is in it.
        List<ResourcePath> between = table.fixedAround(collection);
        Set<ResourcePath> apart = Set.copyOf(between);
        List<ResourcePath> places = between.stream().filter(table::isPlace).toList();
        return Stream.concat(
                Stream.concat(
                        between.stream().map(this::fixedMember),
                        own.filter(member -> !apart.contains(member.path())
                                && places.stream().noneMatch(member.path()::startsWith))),
                places.stream().flatMap(this::treeIfThere));
    }

    /** One that can't be listed is in the tree without its members, as any collection. */
    private Stream<Resource> treeIfThere(ResourcePath place) {
        try {
            return listTree(place);
        } catch (StorageException e) {
            return Stream.empty();
        }
    }
}
