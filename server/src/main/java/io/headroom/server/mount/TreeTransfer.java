package io.headroom.server.mount;

import io.headroom.server.tree.MemberFailure;
import io.headroom.spi.ByteRange;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Copies from one storage to another: all bytes go through this process. A tree is built out of sight first, unless nothing is
 * replaced and the target can't rename; it takes the place of an old one only when it is whole. For one thread.
 */
final class TreeTransfer {
    private final Storage all;
    private final Storage storage;
    private final Incoming incoming;
    private final List<MemberFailure> failures = new ArrayList<>();

    /**
     * @param all has the source, and whatever is mounted inside it
     * @param storage has the target
     */
    TreeTransfer(Storage all, Storage storage, Incoming incoming) {
        this.all = all;
        this.storage = storage;
        this.incoming = incoming;
    }

    /** One file in place of a file or of nothing, at once. */
    FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        try (OpenFile file = all.open(source)) {
            FileResource old = file.resource();
            WriteRequest request = new WriteRequest(
                    OptionalLong.of(old.size()), old.contentType(), Optional.of(old.lastModified()), onTarget);
            try (PendingWrite write = storage.beginWrite(target, request)) {
                send(file, write);
                return write.commit();
            }
        }
    }

    private static void send(OpenFile file, PendingWrite write) {
        try {
            file.transferTo(ByteRange.whole(file.resource().size()), new WriteChannel(write));
        } catch (TargetFailure e) {
            throw e.failure;
        } catch (IOException e) {
            throw new UnexpectedStorageException(file.resource().path(), e);
        }
    }

    /** Carries a failure of the target past the source, which would take it for its own. */
    private static final class TargetFailure extends IOException {
        private static final long serialVersionUID = 1;

        private final transient StorageException failure;

        TargetFailure(StorageException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private record WriteChannel(PendingWrite write) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            try {
                write.append(bytes);
            } catch (StorageException e) {
                throw new TargetFailure(e);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The write is closed by whoever began it.
        }
    }

    /** As {@link Storage#copyTree}. */
    void copyTree(
            ResourcePath top,
            ResourcePath source,
            ResourcePath target,
            boolean members,
            Precondition onTarget,
            TreeListener listener) {
        Resource resource = all.find(source).orElseThrow(() -> new NotFoundException(source));
        Optional<Resource> old = storage.find(target);
        if (!onTarget.holds(old)) {
            throw new PreconditionFailedException(target);
        }
        if (!(storage.find(target.parent()).orElse(null) instanceof CollectionResource)) {
            throw new ParentMissingException(target);
        }
        boolean renames = storage.capabilities(target, target).contains(Capability.ATOMIC_TREE_MOVE);
        if (old.isPresent() || renames) {
            ResourcePath place = incoming.newPlace(top);
            try {
                build(resource, source, place, members);
                put(place, source, target, onTarget, renames);
            } finally {
                // Nothing is there any more when all went well.
                Incoming.drop(storage, place);
            }
        } else {
            buildAt(target, resource, members);
        }
        tell(target, listener);
    }

    private void buildAt(ResourcePath target, Resource resource, boolean members) {
        try {
            make(resource, target);
        } catch (AlreadyExistsException e) {
            throw new PreconditionFailedException(target, e);
        }
        try {
            addMembers(resource, resource.path(), target, members);
        } catch (RuntimeException e) {
            Incoming.drop(storage, target);
            throw e;
        }
    }

    private void build(Resource resource, ResourcePath source, ResourcePath place, boolean members) {
        make(resource, place);
        addMembers(resource, source, place, members);
    }

    private void make(Resource resource, ResourcePath place) {
        if (resource instanceof CollectionResource) {
            storage.createCollection(place);
        } else {
            copyFile(resource.path(), place, new Precondition.MustNotExist());
        }
    }

    private void addMembers(Resource collection, ResourcePath source, ResourcePath place, boolean members) {
        if (!members || !(collection instanceof CollectionResource)) {
            return;
        }
        try (Stream<Resource> stream = all.list(collection.path())) {
            for (Iterator<Resource> each = stream.iterator(); each.hasNext(); ) {
                add(each.next(), source, place);
            }
        }
    }

    private void add(Resource member, ResourcePath source, ResourcePath place) {
        try {
            if (member instanceof UnreadableResource unreadable) {
                throw unreadable.denied()
                        ? new AccessDeniedException(member.path())
                        : new UnexpectedStorageException(member.path(), new IOException("unreadable"));
            }
            make(member, member.path().rebase(source, place));
            addMembers(member, source, place, true);
        } catch (NotFoundException gone) {
            // Removed while the copy was on its way: not part of it.
            return;
        } catch (StorageException e) {
            if (e.kind().endsAll()) {
                throw e;
            }
            failures.add(new MemberFailure(member.path(), member instanceof CollectionResource, e));
        }
    }

    private void put(
            ResourcePath place, ResourcePath source, ResourcePath target, Precondition onTarget, boolean renames) {
        if (renames) {
            storage.move(place, target, onTarget);
            return;
        }
        storage.moveTree(place, target, onTarget, new TreeListener() {
            @Override
            public void done(Resource member) {
                // Told when all is done, from what stands then.
            }

            @Override
            public void failed(ResourcePath member, boolean collection, StorageException cause) {
                ResourcePath seen = member.startsWith(place) ? member.rebase(place, source) : member;
                failures.add(new MemberFailure(seen, collection, cause));
            }
        });
    }

    private void tell(ResourcePath target, TreeListener listener) {
        storage.find(target).ifPresent(top -> {
            listener.done(top);
            if (top instanceof CollectionResource) {
                try (Stream<Resource> members = storage.listTree(target)) {
                    members.forEach(listener::done);
                }
            }
        });
        failures.forEach(failure -> listener.failed(failure.path(), failure.collection(), failure.cause()));
    }
}
