package io.headroom.fs;

import io.headroom.spi.Precondition;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Moves: a rename wherever one will do. A link is moved itself, never its target. Thread-safe. */
final class FsMoves {
    private final FsLook look;
    private final ChangeLocks locks;
    private final Durability durability;
    private final TreeInstaller trees;
    private final FsCopies copies;
    private final LateFigures late;
    private final MoveReserve reserve;

    FsMoves(
            FsLook look,
            ChangeLocks locks,
            Durability durability,
            TreeInstaller trees,
            FsCopies copies,
            LateFigures late,
            MoveReserve reserve) {
        this.look = look;
        this.locks = locks;
        this.durability = durability;
        this.trees = trees;
        this.copies = copies;
        this.late = late;
        this.reserve = reserve;
    }

    void move(ResourcePath source, ResourcePath target, Precondition onTarget) throws IOException {
        reserve.run(() -> moveIfRoom(source, target, onTarget));
    }

    private void moveIfRoom(ResourcePath source, ResourcePath target, Precondition onTarget) throws IOException {
        FsEntry from = source(source);
        if (source.isRoot() || target.isRoot()) {
            throw new AccessDeniedException(target);
        }
        if (source.equals(target)) {
            FileInstaller.check(onTarget, from, target);
            return;
        }
        if (source.startsWith(target) || target.startsWith(source)) {
            // A file above the target is a missing parent first of all.
            look.atTarget(target);
            throw new UnsupportedException(target, "a move into itself");
        }
        Path to = moveFile(source, target, onTarget);
        if (to == null) {
            to = trees.install(() -> source(source).place(), target, onTarget);
        }
        forceSource(from.place(), to, source);
    }

    private FsEntry source(ResourcePath source) throws IOException {
        FsEntry entry = look.at(source);
        if (!entry.isShown()) {
            throw new NotFoundException(source);
        }
        return entry;
    }

    /** @return where the target is; null when a tree is concerned, and so nothing was done */
    private @Nullable Path moveFile(ResourcePath source, ResourcePath target, Precondition onTarget)
            throws IOException {
        FsEntry from = source(source);
        FsEntry to = look.atTarget(target);
        while (areFiles(from, to, target)) {
            try {
                if (renameIfUnmoved(from.place(), to.place(), source, target, onTarget)) {
                    DirectoryForce.parentOf(to.place(), target, durability);
                    return to.place();
                }
            } catch (AtomicMoveNotSupportedException e) {
                copies.copy(source, target, onTarget);
                removeIfUnchanged(from);
                return to.place();
            }
            from = source(source);
            to = look.atTarget(target);
        }
        return null;
    }

    /** @return false when one of the two names lies elsewhere by now, or a tree came to it: nothing was done */
    private boolean renameIfUnmoved(Path from, Path to, ResourcePath source, ResourcePath target, Precondition onTarget)
            throws IOException {
        ChangeLocks.Held held = locks.both(from, to);
        try {
            FsEntry fromNow = source(source);
            FsEntry toNow = look.atTarget(target);
            if (!fromNow.place().equals(from) || !toNow.place().equals(to) || !areFiles(fromNow, toNow, target)) {
                return false;
            }
            rename(fromNow, toNow, target, onTarget);
            return true;
        } finally {
            held.release();
        }
    }

    /** After a copy to another file system: a version that came meanwhile stays. */
    private void removeIfUnchanged(FsEntry copied) throws IOException {
        ChangeLocks.Held held = locks.one(copied.place());
        try {
            BasicFileAttributes now = FsLook.attributesIfThere(copied.real());
            if (now != null && FsOpener.isSameVersion(Objects.requireNonNull(copied.attributes()), now)) {
                Files.deleteIfExists(copied.place());
            }
        } finally {
            held.release();
        }
    }

    private static boolean areFiles(FsEntry from, FsEntry to, ResourcePath target) {
        if (to.kind() == FsEntry.Kind.HIDDEN) {
            throw new AccessDeniedException(target);
        }
        return from.kind() != FsEntry.Kind.COLLECTION && to.kind() != FsEntry.Kind.COLLECTION;
    }

    private void rename(FsEntry from, FsEntry to, ResourcePath target, Precondition onTarget) throws IOException {
        boolean otherCase = TreeInstaller.isOtherCaseOf(from.place(), to.place(), to);
        FileInstaller.check(onTarget, otherCase ? FsEntry.absent(to.place()) : to, target);
        if (!otherCase && to.isShown() && !to.isLink() && Files.isSameFile(from.place(), to.place())) {
            // A second hard link of the target, or a link to it: a rename would do nothing, or leave a loop.
            Files.delete(from.place());
        } else {
            Renaming.rename(from.place(), to.place());
            late.changed(to.bytes());
        }
    }

    /** The new name was forced first: a power cut between the two may leave both, never neither. */
    private void forceSource(Path from, Path to, ResourcePath source) {
        Path parent = from.getParent();
        if (parent != null && !parent.equals(to.getParent())) {
            DirectoryForce.parentOf(from, source, durability);
        }
    }
}
