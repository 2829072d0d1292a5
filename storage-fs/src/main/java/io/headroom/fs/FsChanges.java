package io.headroom.fs;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The changes of one name: a new collection, a removal, a time of modification. Thread-safe. */
final class FsChanges {
    private final FsLook look;
    private final ChangeLocks locks;
    private final Durability durability;
    private final VersionStamps stamps;
    private final LateFigures late;
    private final MoveReserve reserve;

    FsChanges(
            FsLook look,
            ChangeLocks locks,
            Durability durability,
            VersionStamps stamps,
            LateFigures late,
            MoveReserve reserve) {
        this.look = look;
        this.locks = locks;
        this.durability = durability;
        this.stamps = stamps;
        this.late = late;
        this.reserve = reserve;
    }

    CollectionResource createCollection(ResourcePath path) throws IOException {
        if (path.isRoot()) {
            throw new AlreadyExistsException(path);
        }
        FsEntry entry = look.atTarget(path);
        if (entry.isShown()) {
            throw new AlreadyExistsException(path);
        }
        if (entry.kind() == FsEntry.Kind.HIDDEN) {
            throw new AccessDeniedException(path);
        }
        BasicFileAttributes attributes;
        ChangeLocks.Held held = locks.one(entry.place());
        try {
            Files.createDirectory(entry.place());
            attributes = FsLook.attributes(entry.place());
        } finally {
            held.release();
        }
        DirectoryForce.parentOf(entry.place(), path, durability);
        return FsEntry.collection(path, attributes);
    }

    /**
     * Removes a file, an empty directory or a link, never what a link leads to. Not forced to the disk: what a power cut brings
     * back can be removed again, and a walk that removes a tree need not wait for the disk at each member.
     */
    void delete(ResourcePath path) throws IOException {
        FsEntry entry = shown(path);
        if (path.isRoot()) {
            throw new AccessDeniedException(path);
        }
        ChangeLocks.Held held = locks.one(entry.place());
        try {
            try {
                Files.delete(entry.place());
            } catch (DirectoryNotEmptyException e) {
                removeHiddenLinks(entry.place(), path, e);
                Files.delete(entry.place());
            }
        } finally {
            held.release();
        }
        late.changed(entry.bytes());
        reserve.refill();
    }

    /**
     * Links that aren't shown go with their directory: a client that emptied it could otherwise never remove it.
     *
     * @throws DirectoryNotEmptyException when there is anything else; then all stays
     */
    private void removeHiddenLinks(Path directory, ResourcePath path, DirectoryNotEmptyException notEmpty)
            throws IOException {
        List<Path> links = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = FsPaths.servedName(entry);
                if (name == null
                        || !Files.isSymbolicLink(entry)
                        || look.behind(entry, path.child(name)).isShown()) {
                    throw notEmpty;
                }
                links.add(entry);
            }
        }
        for (Path link : links) {
            Files.delete(link);
        }
    }

    void setLastModified(ResourcePath path, Instant time) throws IOException {
        FsEntry entry = shown(path);
        Instant given = entry.kind() == FsEntry.Kind.FILE ? stamps.of(time) : time;
        ChangeLocks.Held held = locks.one(entry.place());
        try {
            Files.getFileAttributeView(entry.real(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(given), null, null);
        } finally {
            held.release();
        }
    }

    private FsEntry shown(ResourcePath path) throws IOException {
        FsEntry entry = look.at(path);
        if (!entry.isShown()) {
            throw new NotFoundException(path);
        }
        return entry;
    }
}
