package io.headroom.server.tree;

import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes a tree, members first, or has it removed by a storage that does so by itself. A member that can't go keeps all the
 * collections above it; the rest goes (RFC 4918 §9.6.1). Thread-safe.
 */
public final class TreeDelete {
    private final Storage storage;

    public TreeDelete(Storage storage) {
        this.storage = storage;
    }

    /** @return the members that are still there for a reason of their own; empty when all is gone */
    public List<MemberFailure> delete(Resource resource) {
        if (resource instanceof CollectionResource
                && storage.capabilities(resource.path(), resource.path()).contains(Capability.WHOLE_TREES)) {
            return whole(resource.path());
        }
        List<MemberFailure> failures = new ArrayList<>();
        delete(resource, failures);
        return failures;
    }

    /**
     * Removes a tree but for some of it, and the collections above that.
     *
     * @param stays what is not to be touched, with all that is in it
     * @return as {@link #delete}
     */
    public List<MemberFailure> deleteBut(Resource resource, List<ResourcePath> stays) {
        ResourcePath path = resource.path();
        if (stays.stream().anyMatch(path::startsWith)) {
            return List.of();
        }
        if (stays.stream().noneMatch(each -> each.startsWith(path))) {
            return delete(resource);
        }
        List<MemberFailure> failures = new ArrayList<>();
        List<Resource> members;
        try (Stream<Resource> listed = storage.list(path)) {
            members = listed.toList();
        } catch (StorageException e) {
            return List.of(new MemberFailure(path, true, e));
        }
        members.forEach(member -> failures.addAll(deleteBut(member, stays)));
        return List.copyOf(failures);
    }

    private List<MemberFailure> whole(ResourcePath collection) {
        FailedMembers failed = new FailedMembers();
        try {
            storage.deleteTree(collection, failed);
        } catch (NotFoundException gone) {
            return List.of();
        } catch (StorageException e) {
            failed.failed(collection, true, e);
        }
        return failed.failures();
    }

    private boolean delete(Resource resource, List<MemberFailure> failures) {
        boolean collection = resource instanceof CollectionResource;
        try {
            deleteOne(resource.path());
            return true;
        } catch (NotEmptyException members) {
            // Only now: a link to a collection goes by itself, and what it leads to must not be emptied.
            if (!deleteMembers(resource.path(), failures)) {
                return false;
            }
        } catch (StorageException e) {
            failures.add(new MemberFailure(resource.path(), collection, e));
            return false;
        }
        try {
            deleteOne(resource.path());
            return true;
        } catch (StorageException e) {
            failures.add(new MemberFailure(resource.path(), collection, e));
            return false;
        }
    }

    private void deleteOne(ResourcePath path) {
        try {
            storage.delete(path);
        } catch (NotFoundException gone) {
            // Somebody else was faster: it is gone, which is what was asked for.
            return;
        }
    }

    private boolean deleteMembers(ResourcePath collection, List<MemberFailure> failures) {
        boolean all = true;
        try (Stream<Resource> members = storage.list(collection)) {
            for (Iterator<Resource> each = members.iterator(); each.hasNext(); ) {
                all &= delete(each.next(), failures);
            }
        } catch (NotFoundException gone) {
            return true;
        } catch (StorageException e) {
            failures.add(new MemberFailure(collection, true, e));
            return false;
        }
        return all;
    }
}
