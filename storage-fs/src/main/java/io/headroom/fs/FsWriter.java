package io.headroom.fs;

import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** Begins uploads and trees. Thread-safe. */
final class FsWriter {
    private final FsPaths paths;
    private final FsLook look;
    private final FsOpener opener;
    private final FsCopies copies;
    private final FileInstaller files;
    private final TreeInstaller trees;
    private final StagingArea staging;
    private final FsCapacity capacity;
    private final VersionStamps stamps;
    private final Durability durability;
    private final ExecutorService forcers;

    FsWriter(
            FsPaths paths,
            FsLook look,
            FsOpener opener,
            FsCopies copies,
            FileInstaller files,
            TreeInstaller trees,
            StagingArea staging,
            FsCapacity capacity,
            VersionStamps stamps,
            Durability durability,
            ExecutorService forcers) {
        this.paths = paths;
        this.look = look;
        this.opener = opener;
        this.copies = copies;
        this.files = files;
        this.trees = trees;
        this.staging = staging;
        this.capacity = capacity;
        this.stamps = stamps;
        this.durability = durability;
        this.forcers = forcers;
    }

    PendingWrite beginWrite(ResourcePath target, WriteRequest request) throws IOException {
        FsEntry entry = files.target(target);
        FileInstaller.check(request.precondition(), entry, target);
        Path parent = Objects.requireNonNull(entry.place().getParent());
        capacity.check(request.expectedBytes(), parent, target);
        StagedFile staged = staging.open(staging.placeFor(parent));
        return new FsPendingWrite(files, stamps, staged, entry.place(), target, request);
    }

    PendingTree beginTree(ResourcePath target) throws IOException {
        if (target.isRoot()) {
            throw new AccessDeniedException(target);
        }
        FsEntry entry = look.atTarget(target);
        if (entry.kind() == FsEntry.Kind.HIDDEN) {
            throw new AccessDeniedException(target);
        }
        Path parent = Objects.requireNonNull(entry.place().getParent());
        return new FsPendingTree(
                opener,
                copies,
                trees,
                durability,
                new BackgroundForces(forcers, durability),
                paths,
                staging.placeFor(parent),
                target);
    }
}
