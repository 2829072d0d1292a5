package io.headroom.fs;

import io.headroom.spi.Precondition;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Renames trees, and files that replace trees. Thread-safe; nothing else changes while it renames. */
final class TreeInstaller {
    private final FsLook look;
    private final ChangeLocks locks;
    private final Durability durability;
    private final StagingArea staging;
    private final Path journals;
    private final LateFigures late;

    /** Says where the source is, at a moment when nothing else changes. */
    interface Source {
        Path place() throws IOException;
    }

    /** @param journals the folder of the replacements' journals */
    TreeInstaller(
            FsLook look,
            ChangeLocks locks,
            Durability durability,
            StagingArea staging,
            Path journals,
            LateFigures late) {
        this.look = look;
        this.locks = locks;
        this.durability = durability;
        this.staging = staging;
        this.journals = journals;
        this.late = late;
    }

    /**
     * @return where the target is
     * @throws UnsupportedException when the source is on another file system: then its members must be copied
     */
    Path install(Source source, ResourcePath target, Precondition precondition) throws IOException {
        while (true) {
            FsEntry expected = target(target);
            try (Replacement replacement = expected.isShown() ? prepare(expected.place()) : null) {
                Path place = installWith(replacement, expected, source, target, precondition);
                if (place != null) {
                    return place;
                }
            } catch (AtomicMoveNotSupportedException e) {
                throw new UnsupportedException(target, "a tree's move to another file system");
            }
        }
    }

    private FsEntry target(ResourcePath target) throws IOException {
        FsEntry entry = look.atTarget(target);
        if (entry.kind() == FsEntry.Kind.HIDDEN) {
            throw new AccessDeniedException(target);
        }
        return entry;
    }

    private Replacement prepare(Path place) throws IOException {
        return Replacement.prepare(journals, staging.nextId(), place, durability);
    }

    /** @return null when the target changed since the journal was written */
    private @Nullable Path installWith(
            @Nullable Replacement replacement,
            FsEntry expected,
            Source source,
            ResourcePath target,
            Precondition precondition)
            throws IOException {
        Path place = expected.place();
        ChangeLocks.Held held = locks.all();
        try {
            Path from = source.place();
            FsEntry current = target(target);
            if (!current.place().equals(place) || current.isShown() != expected.isShown()) {
                return null;
            }
            if (!from.equals(place) && (from.startsWith(place) || place.startsWith(from))) {
                throw new UnsupportedException(target, "a move into itself");
            }
            if (isOtherCaseOf(from, place, current)) {
                FileInstaller.check(precondition, FsEntry.absent(place), target);
                Renaming.rename(from, place);
                return place;
            }
            FileInstaller.check(precondition, current, target);
            if (replacement == null) {
                Renaming.rename(from, place);
            } else {
                replacement.swap(from);
                late.changed(LateFigures.UNKNOWN);
            }
        } finally {
            held.release();
        }
        // Before the old tree is removed, so that a power cut leaves one of the two.
        DirectoryForce.parentOf(place, target, durability);
        return place;
    }

    /** Whether the target is the source itself, on a file system that folds case. */
    static boolean isOtherCaseOf(Path source, Path target, FsEntry current) throws IOException {
        return current.isShown()
                && target.toString().equalsIgnoreCase(source.toString())
                && Files.isSameFile(source, target);
    }
}
