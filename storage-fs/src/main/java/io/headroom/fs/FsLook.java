package io.headroom.fs;

import io.headroom.fs.FsSettings.Links;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Looks at places: what stands there, and may it be shown? Thread-safe.
 *
 * <p>A link is shown as its target when the settings allow links and the target is a file or directory inside the root. All
 * others are hidden: dangling ones, loops, those that lead out, and a link to a directory that the path to the link already
 * went through, because a walk down the tree would never end there. Pipes, sockets and devices are hidden and never opened.
 */
final class FsLook {
    private final FsPaths paths;

    FsLook(FsPaths paths) {
        this.paths = paths;
    }

    /** What a reader meets at a path. */
    FsEntry at(ResourcePath path) throws IOException {
        Path root = paths.root();
        if (path.isRoot()) {
            return FsEntry.of(root, root, attributes(root));
        }
        if (!paths.isServed(path)) {
            return FsEntry.absent(root);
        }
        Path parent = paths.real(path.parent());
        return parent == null ? FsEntry.absent(root) : member(parent, path);
    }

    /**
     * What a writer meets at a path.
     *
     * @throws ParentMissingException when the parent is missing, hidden or no directory
     */
    FsEntry atTarget(ResourcePath path) throws IOException {
        paths.checkWritable(path);
        Path parent = paths.real(path.parent());
        if (parent == null) {
            throw new ParentMissingException(path);
        }
        FsEntry entry = member(parent, path);
        if (entry.kind() == FsEntry.Kind.ABSENT && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new ParentMissingException(path);
        }
        return entry;
    }

    /** @param parent the real directory of the path's parent */
    private FsEntry member(Path parent, ResourcePath path) throws IOException {
        Path place = parent.resolve(path.name());
        BasicFileAttributes attributes;
        try {
            attributes = attributes(place);
        } catch (IOException e) {
            if (FsFailures.isMissing(e)) {
                return FsEntry.absent(place);
            }
            throw e;
        }
        if (!attributes.isSymbolicLink()) {
            return FsEntry.of(place, place, attributes);
        }
        return behind(place, path);
    }

    /**
     * What a link is shown as.
     *
     * @param place the link, in a real directory
     */
    FsEntry behind(Path place, ResourcePath path) throws IOException {
        if (paths.links() == Links.HIDE) {
            return FsEntry.hidden(place);
        }
        Path real;
        BasicFileAttributes attributes;
        try {
            real = place.toRealPath();
            attributes = attributes(real);
        } catch (IOException e) {
            return FsEntry.hidden(place);
        }
        if (!paths.isShown(real) || (attributes.isDirectory() && isOnTheWay(real, place, path))) {
            return FsEntry.hidden(place);
        }
        return FsEntry.of(place, real, attributes);
    }

    /** Whether the path to a link went through the directory that the link leads to, or through one below it. */
    private boolean isOnTheWay(Path directory, Path place, ResourcePath path) throws IOException {
        if (place.startsWith(directory)) {
            return true;
        }
        for (ResourcePath above = path.parent(); !above.isRoot(); above = above.parent()) {
            Path real = paths.real(above);
            if (real == null || real.startsWith(directory)) {
                return true;
            }
        }
        return false;
    }

    /** Of the entry itself, never of what a link leads to. */
    static BasicFileAttributes attributes(Path place) throws IOException {
        return Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** As {@link #attributes}; null when nothing is there. */
    static @Nullable BasicFileAttributes attributesIfThere(Path place) throws IOException {
        try {
            return attributes(place);
        } catch (IOException e) {
            if (FsFailures.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }
}
