package io.headroom.fs;

import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Copies of single files: bytes, time of modification, and what the file may be used for as {@code cp} would give it (the
 * process's mask applies; set-user-ID and the like never come along). Thread-safe.
 */
final class FsCopies {
    private final FsOpener opener;
    private final FileInstaller installer;
    private final StagingArea staging;
    private final FsCapacity capacity;
    private final VersionStamps stamps;
    private final boolean posix;

    FsCopies(
            FsOpener opener,
            FileInstaller installer,
            StagingArea staging,
            FsCapacity capacity,
            VersionStamps stamps,
            Path root)
            throws IOException {
        this.opener = opener;
        this.installer = installer;
        this.staging = staging;
        this.capacity = capacity;
        this.stamps = stamps;
        FileStore store = Files.getFileStore(root);
        this.posix = store.supportsFileAttributeView(PosixFileAttributeView.class);
    }

    FileResource copy(ResourcePath source, ResourcePath target, Precondition onTarget) throws IOException {
        try (FsOpenFile file = opener.open(source)) {
            Path place = installer.target(target).place();
            Path parent = Objects.requireNonNull(place.getParent());
            try (StagedFile staged = stage(file, staging.placeFor(parent), target)) {
                return installer.install(
                        staged,
                        place,
                        target,
                        onTarget,
                        stamps.of(file.resource().lastModified()));
            }
        }
    }

    /** A new file with the bytes of an open one, if there is room for them; not finished. */
    StagedFile stage(FsOpenFile file, StagingArea.Place place, ResourcePath target) throws IOException {
        capacity.check(
                OptionalLong.of(file.resource().size()),
                Objects.requireNonNull(place.path().getParent()),
                target);
        StagedFile staged = staging.open(place, permissions(file));
        try {
            staged.copy(file.channel(), file.resource().size());
            return staged;
        } catch (IOException e) {
            staged.close();
            throw e;
        }
    }

    private FileAttribute<?>[] permissions(FsOpenFile file) throws IOException {
        if (!posix) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file.place(), LinkOption.NOFOLLOW_LINKS))
        };
    }

    VersionStamps stamps() {
        return stamps;
    }
}
