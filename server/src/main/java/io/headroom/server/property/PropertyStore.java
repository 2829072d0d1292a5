package io.headroom.server.property;

import io.headroom.spi.path.ResourcePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keeps dead properties by path. Thread-safe. What it can't keep for lack of room is an
 * {@link io.headroom.spi.error.InsufficientStorageException} with reason METADATA_FULL; removing works on a full disk.
 */
public interface PropertyStore {
    /** The dead properties of one resource; in no particular order. */
    List<DeadProperty> find(ResourcePath path);

    /**
     * The dead properties of all direct members of a collection, with one query.
     *
     * @return by the member's name; members without any are left out
     */
    Map<String, List<DeadProperty>> findMembers(ResourcePath collection);

    /** Carries out all changes in order, or none. */
    void apply(ResourcePath path, List<PropertyChange> changes);

    /**
     * Gives the target the properties of the source; what the target had before is gone.
     *
     * @param tree whether members go along; else only the resource itself, and properties below the target stay
     */
    void copy(ResourcePath source, ResourcePath target, boolean tree);

    /** Moves the properties of a whole tree; what the target had before is gone. */
    void move(ResourcePath source, ResourcePath target);

    /** Forgets the properties of a whole tree. */
    void delete(ResourcePath path);

    /** The resources of a tree that have dead properties, the top included; in no particular order. */
    List<ResourcePath> holders(ResourcePath tree);

    /** Forgets the properties of some resources, but not of what is below them. */
    void deleteEach(Collection<ResourcePath> paths);

    /** Whether this resource or any below it has dead properties: one cheap look-up. */
    boolean anyBelow(ResourcePath path);
}
