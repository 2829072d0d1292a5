package io.headroom.fs;

import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;

/** Puts a staged file in its place: conditions and rename in one step. Thread-safe. */
final class FileInstaller {
    private final FsLook look;
    private final ChangeLocks locks;
    private final Durability durability;
    private final StagingArea staging;
    private final LateFigures late;

    FileInstaller(FsLook look, ChangeLocks locks, Durability durability, StagingArea staging, LateFigures late) {
        this.look = look;
        this.locks = locks;
        this.durability = durability;
        this.staging = staging;
        this.late = late;
    }

    /**
     * What a file may be written to.
     *
     * @throws WrongKindException over a collection
     * @throws AccessDeniedException over something that isn't shown: a write would replace what the client can't see
     */
    FsEntry target(ResourcePath target) throws IOException {
        if (target.isRoot()) {
            throw new WrongKindException(target);
        }
        FsEntry entry = look.atTarget(target);
        return switch (entry.kind()) {
            case COLLECTION -> throw new WrongKindException(target);
            case HIDDEN -> throw new AccessDeniedException(target);
            case FILE, ABSENT -> entry;
        };
    }

    static void check(Precondition precondition, FsEntry current, ResourcePath target) {
        if (!(precondition instanceof Precondition.None) && !precondition.holds(current.resource(target))) {
            throw new PreconditionFailedException(target);
        }
    }

    /** Does of {@link #install} what needs no target: the bytes are on the disk then, if the settings ask for that. */
    void prepare(StagedFile staged, Instant modified) throws IOException {
        staged.finish(modified, durability);
    }

    /**
     * Finishes a staged file and renames it. It is over afterwards, except when this throws: then the caller closes it.
     *
     * @param expected where the target was at the beginning
     */
    FileResource install(
            StagedFile staged, Path expected, ResourcePath target, Precondition precondition, Instant modified)
            throws IOException {
        BasicFileAttributes attributes = staged.finish(modified, durability);
        try {
            renameTo(staged, expected, target, precondition);
        } catch (AtomicMoveNotSupportedException e) {
            return installBeside(staged, expected, target, precondition, modified);
        }
        return FsEntry.file(target, attributes);
    }

    /** Another directory's mount of the same device: the numbers are equal, and yet a rename can't cross. */
    private FileResource installBeside(
            StagedFile staged, Path expected, ResourcePath target, Precondition precondition, Instant modified)
            throws IOException {
        try (FileChannel source = FileChannel.open(staged.path(), StandardOpenOption.READ);
                StagedFile beside = staging.open(staging.placeBeside(parent(expected)))) {
            beside.copy(source, staged.size());
            BasicFileAttributes attributes = beside.finish(modified, durability);
            renameTo(beside, expected, target, precondition);
            staged.close();
            return FsEntry.file(target, attributes);
        }
    }

    private static Path parent(Path place) {
        return Objects.requireNonNull(place.getParent());
    }

    private void renameTo(StagedFile staged, Path expected, ResourcePath target, Precondition precondition)
            throws IOException {
        Path place = expected;
        while (true) {
            ChangeLocks.Held held = locks.one(place);
            try {
                FsEntry current = target(target);
                if (current.place().equals(place)) {
                    check(precondition, current, target);
                    staged.renameTo(place);
                    late.changed(current.bytes());
                    break;
                }
                // A directory on the way was swapped meanwhile: another name, another lock.
                place = current.place();
            } finally {
                held.release();
            }
        }
        DirectoryForce.parentOf(place, target, durability);
    }
}
