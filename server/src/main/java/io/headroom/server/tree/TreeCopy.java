package io.headroom.server.tree;

import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeSize;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a tree. The sum is asked for first, then the copy is built beside its target and shown at once; so a copy that does
 * not fit leaves nothing behind, and an old target is there until the new one stands (RFC 4918 §9.8). A storage that can't show
 * a tree at once does the whole itself, and undoes it when it doesn't fit. Thread-safe.
 */
public final class TreeCopy {
    private final Storage storage;

    public TreeCopy(Storage storage) {
        this.storage = storage;
    }

    private boolean isByTheStorage(ResourcePath source, ResourcePath target) {
        return !storage.capabilities(source, target).contains(Capability.STAGED_TREE);
    }

    /**
     * @param source a collection
     * @param target not inside the source
     * @param onTarget what must hold of the target
     * @return the members that are not in the copy for a reason of their own; the rest is
     * @throws InsufficientStorageException when it doesn't fit: then nothing was changed
     */
    public List<MemberFailure> copy(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (isByTheStorage(source, target)) {
            return whole(source, target, true, onTarget);
        }
        List<MemberFailure> failures = new ArrayList<>();
        try (PendingTree tree = storage.beginTree(target, new TreeSum(storage).of(source))) {
            tree.createCollection(target);
            copyMembers(source, source, target, tree, failures);
            tree.commit(onTarget);
        }
        return failures;
    }

    private List<MemberFailure> whole(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget) {
        FailedMembers failed = new FailedMembers();
        storage.copyTree(source, target, members, onTarget, failed);
        return failed.failures();
    }

    /**
     * Copies the collection alone: Depth 0.
     *
     * @return the old members of the target that could not be removed
     */
    public List<MemberFailure> copyShallow(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (isByTheStorage(target, target)) {
            return whole(source, target, false, onTarget);
        }
        try (PendingTree tree = storage.beginTree(target, new TreeSize(0, 1))) {
            tree.createCollection(target);
            tree.commit(onTarget);
        }
        return List.of();
    }

    /**
     * Copies a file, also to where a collection stands, which is there until the file is.
     *
     * @return the old members of the target that could not be removed
     */
    public List<MemberFailure> copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (!(storage.find(target).orElse(null) instanceof CollectionResource)) {
            storage.copyFile(source, target, onTarget);
            return List.of();
        }
        if (isByTheStorage(source, target)) {
            return whole(source, target, true, onTarget);
        }
        try (PendingTree tree = storage.beginTree(target, new TreeSum(storage).of(source))) {
            tree.copyFile(source, target);
            tree.commit(onTarget);
        }
        return List.of();
    }

    private void copyMembers(
            ResourcePath collection,
            ResourcePath source,
            ResourcePath target,
            PendingTree tree,
            List<MemberFailure> failures) {
        try (Stream<Resource> members = storage.list(collection)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext(); ) {
                copyMember(each.next(), source, target, tree, failures);
            }
        }
    }

    private void copyMember(
            Resource member, ResourcePath source, ResourcePath target, PendingTree tree, List<MemberFailure> failures) {
        ResourcePath copy = member.path().rebase(source, target);
        boolean collection = member instanceof CollectionResource;
        try {
            if (member instanceof UnreadableResource unreadable) {
                throw unreadable.denied()
                        ? new AccessDeniedException(member.path())
                        : new UnexpectedStorageException(member.path(), new IOException("unreadable"));
            }
            if (collection) {
                tree.createCollection(copy);
                copyMembers(member.path(), source, target, tree, failures);
            } else {
                tree.copyFile(member.path(), copy);
            }
        } catch (InsufficientStorageException full) {
            throw full;
        } catch (NotFoundException gone) {
            // Removed while the copy was on its way: not part of it.
            return;
        } catch (StorageException e) {
            failures.add(new MemberFailure(member.path(), collection, e));
        }
    }
}
