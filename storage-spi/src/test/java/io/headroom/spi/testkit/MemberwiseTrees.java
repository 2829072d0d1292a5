package io.headroom.spi.testkit;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Trees, one member after the other, over a storage that knows files and can rename what must step aside. For one thread. */
final class MemberwiseTrees {
    private final Storage storage;
    private final ResourcePath asides;

    /** @param asides where old members wait for the new ones */
    MemberwiseTrees(Storage storage, ResourcePath asides) {
        this.storage = storage;
        this.asides = asides;
    }

    /** The store's own time, whatever the source said. */
    static FileResource asModifiedNow(Storage storage, FileResource copy) {
        Instant now = copy.created().orElse(copy.lastModified());
        storage.setLastModified(copy.path(), now);
        return new FileResource(copy.path(), copy.size(), copy.entityTag(), now, copy.created(), copy.contentType());
    }

    private record Failure(ResourcePath member, boolean collection, StorageException cause) {}

    /** A copy that stands in its place and can still be undone. */
    private final class Copy {
        private final ResourcePath source;
        private final ResourcePath target;
        private final ResourcePath aside = asides.child(UUID.randomUUID().toString());
        private final List<Resource> old;
        private final Map<ResourcePath, Resource> done = new LinkedHashMap<>();
        private final List<Failure> failures = new ArrayList<>();
        private final Set<ResourcePath> skipped = new HashSet<>();
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private int moved;

        Copy(ResourcePath source, ResourcePath target) {
            this.source = source;
            this.target = target;
            this.old = tree(target);
        }

        void add(List<Resource> members) {
            try {
                for (Resource member : members) {
                    addOrSkip(member);
                }
            } catch (StorageException e) {
                while (!undo.isEmpty()) {
                    undo.pop().run();
                }
                removeAsides();
                throw e;
            }
        }

        private void addOrSkip(Resource member) {
            if (skipped.stream().anyMatch(member.path()::startsWith)) {
                return;
            }
            try {
                add(member, member.path().rebase(source, target));
            } catch (StorageException e) {
                if (e.kind().endsAll() || member.path().equals(source)) {
                    throw e;
                }
                skipped.add(member.path());
                // What was removed meanwhile is no part of the tree any more.
                if (!(e instanceof NotFoundException)) {
                    failures.add(new Failure(member.path(), member instanceof CollectionResource, e));
                }
            }
        }

        private void add(Resource member, ResourcePath copy) {
            if (member instanceof UnreadableResource unreadable) {
                throw unreadable.denied()
                        ? new AccessDeniedException(member.path())
                        : new UnexpectedStorageException(member.path(), new IOException("unreadable"));
            }
            Resource before = storage.find(copy).orElse(null);
            if (member instanceof CollectionResource && before instanceof CollectionResource) {
                done.put(copy, before);
                return;
            }
            if (before != null) {
                stepAside(copy);
            }
            try {
                done.put(
                        copy,
                        member instanceof CollectionResource
                                ? storage.createCollection(copy)
                                : asModifiedNow(
                                        storage, storage.copyFile(member.path(), copy, new Precondition.None())));
            } catch (StorageException e) {
                if (before != null) {
                    undo.pop().run();
                }
                throw e;
            }
            undo.push(() -> storage.delete(copy));
        }

        private void stepAside(ResourcePath path) {
            makeCollection(asides);
            makeCollection(aside);
            ResourcePath place = aside.child(Integer.toString(moved++));
            storage.move(path, place, new Precondition.None());
            undo.push(() -> storage.move(place, path, new Precondition.None()));
        }

        private void makeCollection(ResourcePath path) {
            try {
                storage.createCollection(path);
            } catch (AlreadyExistsException there) {
                return;
            }
        }

        /** From here on nothing is undone: what the new tree doesn't hold goes. */
        void commit(TreeListener listener) {
            done.values().forEach(listener::done);
            failures.forEach(failure -> listener.failed(failure.member(), failure.collection(), failure.cause()));
            for (Resource member : reversed(old)) {
                if (!done.containsKey(member.path())) {
                    remove(member, listener);
                }
            }
            removeAsides();
        }

        private void removeAsides() {
            for (Resource member : reversed(tree(aside))) {
                storage.delete(member.path());
            }
        }

        boolean isDone(Resource member) {
            return done.containsKey(member.path().rebase(source, target));
        }
    }

    void copy(ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        check(source, target, onTarget);
        Copy copy = new Copy(source, target);
        List<Resource> all = tree(source);
        copy.add(members ? all : all.subList(0, 1));
        copy.commit(listener);
    }

    void move(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        if (source.equals(target)) {
            return;
        }
        check(source, target, onTarget);
        Copy copy = new Copy(source, target);
        List<Resource> all = tree(source);
        copy.add(all);
        copy.commit(listener);
        for (Resource member : reversed(all)) {
            if (copy.isDone(member)) {
                remove(member, listener);
            }
        }
    }

    void delete(Resource top, TreeListener listener) {
        for (Resource member : reversed(tree(top.path()))) {
            if (remove(member, listener)) {
                listener.done(member);
            }
        }
    }

    /** @return whether it is gone */
    private boolean remove(Resource member, TreeListener listener) {
        try {
            storage.delete(member.path());
            return true;
        } catch (NotFoundException gone) {
            return false;
        } catch (NotEmptyException somethingStays) {
            return false;
        } catch (StorageException e) {
            listener.failed(member.path(), member instanceof CollectionResource, e);
            return false;
        }
    }

    private void check(ResourcePath source, ResourcePath target, Precondition onTarget) {
        if (storage.find(source).isEmpty()) {
            throw new NotFoundException(source);
        }
        if (target.isRoot()) {
            throw new AccessDeniedException(target);
        }
        if (!(storage.find(target.parent()).orElse(null) instanceof CollectionResource)) {
            throw new ParentMissingException(target);
        }
        Optional<Resource> old = storage.find(target);
        if (!onTarget.holds(old)) {
            throw new PreconditionFailedException(target);
        }
        if (source.startsWith(target) || target.startsWith(source)) {
            throw new UnsupportedException(target, "into itself");
        }
    }

    /** The top first; empty when nothing is there. */
    private List<Resource> tree(ResourcePath top) {
        List<Resource> members = new ArrayList<>();
        Optional<Resource> resource = storage.find(top);
        resource.ifPresent(members::add);
        if (resource.orElse(null) instanceof CollectionResource) {
            try (Stream<Resource> below = storage.listTree(top)) {
                below.forEach(members::add);
            }
        }
        return members;
    }

    private static List<Resource> reversed(List<Resource> members) {
        List<Resource> reversed = new ArrayList<>(members);
        Collections.reverse(reversed);
        return reversed;
    }
}
