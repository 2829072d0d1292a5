package io.headroom.server.capacity;

import io.headroom.server.tree.TreeWalk;
import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Limits;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The layer that every change passes: it reserves the room before the first byte, from the volume and from every quota at the
 * path, meters the bytes as they come, gives back what was not used, and writes down what is used now. What it reports as
 * available is what a write can get. Thread-safe.
 *
 * <p>Deleting, and moving inside one quota, pass freely: they need no room, and a full server must be able to empty itself.
 */
final class AdmissionStorage extends ForwardingStorage {
    private final Admission admission;
    private final Books books;
    private final TreeWalk walk;

    /** @param storage the volume, owned from here on */
    AdmissionStorage(Storage storage, Admission admission, Books books) {
        super(storage);
        this.admission = admission;
        this.books = books;
        this.walk = new TreeWalk(storage);
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        OptionalLong expected = request.expectedBytes();
        Limits limits = limits();
        if (expected.isPresent() && expected.getAsLong() > limits.largestFile()) {
            // Before the question of room: this reason stays, however much is freed.
            throw new TooLargeException(target, limits.largestFile());
        }
        // The storage first: that a parent is missing matters more than that there is no room.
        PendingWrite write = begun(target, request);
        try {
            return admitted(write, target, expected);
        } catch (RuntimeException e) {
            write.close();
            throw e;
        }
    }

    private PendingWrite begun(ResourcePath target, WriteRequest request) {
        try {
            return delegate().beginWrite(target, request);
        } catch (InsufficientStorageException e) {
            // The volume is full for certain; a quota that refuses too is what the user can do something about.
            long bytes = request.expectedBytes().orElse(0);
            InsufficientStorageException quota =
                    admission.wouldRefuse(target, bytes).orElse(e);
            throw quota.reason() == InsufficientStorageException.Reason.QUOTA_EXCEEDED
                    ? quota
                    : admission.explained(e, bytes);
        }
    }

    private MeteredWrite admitted(PendingWrite write, ResourcePath target, OptionalLong expected) {
        long bytes = expected.orElse(0);
        Reservation reservation = admission.begin(target);
        try {
            OldFile old = new OldFile(delegate(), target);
            boolean hasQuota = !reservation.holds().isEmpty();
            long growth = hasQuota ? Math.max(0, bytes - old.size()) : 0;
            long newEntries = hasQuota ? old.newEntries() : 0;
            // Of what comes without a length, one byte at least is to be expected.
            if (admission.tryExtend(reservation, bytes, growth, newEntries, false)
                    || (old.isNoSmallerThan(expected.orElse(1))
                            && admission.tryExtend(reservation, bytes, growth, newEntries, true))) {
                return new MeteredWrite(write, admission, books, reservation, old, growth);
            }
            throw admission.refusal(reservation, bytes, growth, newEntries, 0);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        try (Reservation reservation = admission.begin(path)) {
            if (!admission.tryExtend(reservation, 0, 0, 1, false)) {
                throw admission.refusal(reservation, 0, 0, 1, 0);
            }
            try (ChangeGate.Pass pass = books.enter(path)) {
                admission.confirm(reservation);
                CollectionResource created = delegate().createCollection(path);
                books.changed(reservation, path, 0, 1, true);
                return created;
            } catch (InsufficientStorageException e) {
                throw admission.explained(e, 0);
            }
        }
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        long bytes = sizeOf(delegate().find(source).orElse(null));
        OldFile old = new OldFile(delegate(), target);
        try (Reservation reservation = admission.begin(target)) {
            boolean hasQuota = !reservation.holds().isEmpty();
            long growth = hasQuota ? Math.max(0, bytes - old.size()) : 0;
            long newEntries = hasQuota ? old.newEntries() : 0;
            if (!admission.tryExtend(reservation, bytes, growth, newEntries, false)
                    && !(old.isNoSmallerThan(bytes)
                            && admission.tryExtend(reservation, bytes, growth, newEntries, true))) {
                throw admission.refusal(reservation, bytes, growth, newEntries, 0);
            }
            try (ChangeGate.Pass pass = books.enter(target)) {
                admission.confirm(reservation);
                FileResource copy = delegate().copyFile(source, target, onTarget);
                reservation.use(bytes);
                if (!books.accounts().isEmpty()) {
                    books.changed(reservation, target, copy.size() - old.size(), old.newEntries(), false);
                }
                return copy;
            } catch (InsufficientStorageException e) {
                throw admission.explained(e, bytes);
            }
        }
    }

    private static long sizeOf(@Nullable Resource resource) {
        return resource instanceof FileResource file ? file.size() : 0;
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        boolean replaces = delegate().find(target).isPresent();
        TreeChange change = new TreeChange(books.accounts());
        if (replaces && concernsQuotas(target)) {
            change.removeTree(walk, target);
        }
        Reservation reservation = admission.begin(target);
        try {
            reserveTree(reservation, expected, change);
            PendingTree tree = delegate().beginTree(target, expected);
            return new MeteredTree(tree, delegate(), admission, books, reservation, change, replaces);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    /** The sum first, so that a tree which can't fit is refused before its first byte. */
    private void reserveTree(Reservation reservation, TreeSize expected, TreeChange change) {
        long growth = expected.bytes();
        long newEntries = expected.entries();
        if (!reservation.holds().isEmpty()) {
            // All these accounts hold the whole target, so they lose the same.
            Account any = reservation.holds().get(0).account();
            growth = Math.max(0, growth - change.bytesLost(any));
            newEntries = Math.max(0, newEntries - change.entriesLost(any));
        }
        if (!admission.tryExtend(reservation, expected.bytes(), growth, newEntries, false)) {
            throw admission.refusal(reservation, expected.bytes(), growth, newEntries, 0);
        }
    }

    private boolean concernsQuotas(ResourcePath tree) {
        Accounts accounts = books.accounts();
        return !accounts.isEmpty() && (!accounts.covering(tree).isEmpty() || accounts.anyWithin(tree));
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        Resource moved = delegate().find(source).orElse(null);
        Resource replaced = delegate().find(target).orElse(null);
        TreeChange change = changeOfMove(source, target, replaced);
        boolean twice = !capabilities(source, target).contains(Capability.ATOMIC_FILE_MOVE) && !source.equals(target);
        try (Reservation reservation = admission.begin(target)) {
            holdTwice(reservation, twice ? sizeOf(moved) : 0);
            move(reservation, change, new Move(source, target, onTarget), moved, replaced);
        } catch (InsufficientStorageException e) {
            throw admission.explained(e, sizeOf(moved));
        }
    }

    private record Move(ResourcePath source, ResourcePath target, Precondition onTarget) {}

    private void move(
            Reservation reservation,
            TreeChange change,
            Move move,
            @Nullable Resource moved,
            @Nullable Resource replaced) {
        try (ChangeGate.Pass pass = books.enter(move.source(), move.target())) {
            admission.reserve(reservation, change);
            admission.confirm(reservation);
            delegate().move(move.source(), move.target(), move.onTarget());
            if (moved instanceof FileResource file && !(replaced instanceof CollectionResource)) {
                books.renamed(reservation, change, move.source(), file.size(), sizeOf(replaced), replaced != null);
            } else {
                books.turned(reservation, change);
            }
        }
    }

    /**
     * A storage that can't rename copies before it removes, so for the moment the volume must hold both. The floor may be used:
     * all of it comes back.
     *
     * @throws InsufficientStorageException when there is known to be less room
     */
    private void holdTwice(Reservation reservation, long bytes) {
        if (!admission.tryExtend(reservation, bytes, 0, 0, true)) {
            throw admission.refusal(reservation, bytes, 0, 0, 0);
        }
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        if (!capabilities(source, target).contains(Capability.WHOLE_TREES)) {
            move(source, target, onTarget);
            return;
        }
        if (source.equals(target)) {
            delegate().moveTree(source, target, onTarget, listener);
            return;
        }
        try (ChangeGate.Pass turning = books.treeBegins();
                Reservation reservation = admission.begin(target)) {
            TreeChange before = new TreeChange(books.accounts());
            TreeChange planned = new TreeChange(books.accounts());
            long[] bytes = new long[1];
            walk.forEach(source, member -> {
                bytes[0] += sizeOf(member);
                before.remove(member);
                planned.add(member.path().rebase(source, target), sizeOf(member));
            });
            before.removeTree(walk, target);
            holdTwice(reservation, bytes[0]);
            admission.reserve(reservation, before.plus(planned));
            MeteredMembers heard = new MeteredMembers(listener, books.accounts());
            turn(
                    reservation,
                    bytes[0],
                    before,
                    heard,
                    List.of(source, target),
                    () -> delegate().moveTree(source, target, onTarget, heard));
        }
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        try (ChangeGate.Pass turning = books.treeBegins();
                Reservation reservation = admission.begin(target)) {
            TreeChange before = new TreeChange(books.accounts());
            TreeChange planned = new TreeChange(books.accounts());
            TreeSize[] size = {TreeSize.NONE};
            Consumer<Resource> plan = member -> {
                size[0] = size[0].plus(sizeOf(member), 1);
                planned.add(member.path().rebase(source, target), sizeOf(member));
            };
            if (members) {
                walk.forEach(source, plan);
            } else {
                delegate().find(source).ifPresent(plan);
            }
            if (concernsQuotas(target)) {
                before.removeTree(walk, target);
            }
            reserveTree(reservation, size[0], before);
            admission.reserve(reservation, before.plus(planned));
            MeteredMembers heard = new MeteredMembers(listener, books.accounts());
            turn(
                    reservation,
                    size[0].bytes(),
                    before,
                    heard,
                    List.of(target),
                    () -> delegate().copyTree(source, target, members, onTarget, heard));
        }
    }

    /**
     * Has the storage change trees, and books what became of them.
     *
     * @param before what goes of that which stood there
     * @param tops where something may stand afterwards
     */
    private void turn(
            Reservation reservation,
            long needed,
            TreeChange before,
            MeteredMembers heard,
            List<ResourcePath> tops,
            Runnable work) {
        admission.confirm(reservation);
        try {
            work.run();
        } catch (InsufficientStorageException e) {
            throw admission.explained(e, needed);
        } catch (OutcomeUnknownException e) {
            book(reservation, before.plus(standing(tops)));
            throw e;
        }
        book(reservation, before.plus(heard.allWent() ? heard.came() : standing(tops)));
    }

    private void book(Reservation reservation, TreeChange change) {
        try (ChangeGate.Pass pass = books.enterToBook(reservation.path())) {
            books.turned(reservation, change);
        }
    }

    private TreeChange standing(List<ResourcePath> tops) {
        TreeChange standing = new TreeChange(books.accounts());
        if (!books.accounts().isEmpty()) {
            tops.forEach(top -> standing.addTree(walk, top));
        }
        return standing;
    }

    @Override
    public void deleteTree(ResourcePath collection, TreeListener listener) {
        if (books.accounts().isEmpty()) {
            delegate().deleteTree(collection, listener);
            return;
        }
        TreeChange gone = new TreeChange(books.accounts());
        try (ChangeGate.Pass turning = books.treeBegins()) {
            try {
                delegate().deleteTree(collection, new RemovedMembers(listener, gone));
            } finally {
                // Whatever became of the rest, this much is gone.
                try (ChangeGate.Pass pass = books.enterToBook(collection)) {
                    books.removed(gone);
                }
            }
        }
    }

    /** Nothing is walked where a tree stays inside the quotas that it is in. */
    private TreeChange changeOfMove(ResourcePath source, ResourcePath target, @Nullable Resource replaced) {
        Accounts accounts = books.accounts();
        TreeChange change = new TreeChange(accounts);
        if (accounts.isEmpty()) {
            return change;
        }
        boolean sameQuotas = accounts.covering(source).equals(accounts.covering(target))
                && !accounts.anyWithin(source)
                && !accounts.anyWithin(target);
        if (!sameQuotas) {
            change.moveTree(walk, source, target);
        }
        if (replaced != null && concernsQuotas(target)) {
            change.removeTree(walk, target);
        }
        return change;
    }

    @Override
    public void delete(ResourcePath path) {
        try (ChangeGate.Pass pass = books.enter(path)) {
            if (books.accounts().isEmpty()) {
                delegate().delete(path);
                return;
            }
            Resource gone = delegate().find(path).orElse(null);
            delegate().delete(path);
            books.changed(path, -sizeOf(gone), -1);
        }
    }

    @Override
    public Capacity capacity(ResourcePath scope) {
        return admission.visible(scope);
    }
}
