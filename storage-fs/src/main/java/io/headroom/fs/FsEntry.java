package io.headroom.fs;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a place.
 *
 * @param place the directory entry itself, in a real directory
 * @param real the same, or what a shown link leads to
 * @param attributes of {@code real}; null only when the kind is absent or hidden
 */
record FsEntry(Kind kind, Path place, Path real, @Nullable BasicFileAttributes attributes) {
    /** As clients may see it. */
    enum Kind {
        ABSENT,
        FILE,
        COLLECTION,
        /** Something that is never shown: a pipe, a device, a link that leads out. */
        HIDDEN
    }

    static FsEntry absent(Path place) {
        return new FsEntry(Kind.ABSENT, place, place, null);
    }

    static FsEntry hidden(Path place) {
        return new FsEntry(Kind.HIDDEN, place, place, null);
    }

    /** By the kind of file that {@code real} is; a link counts as hidden. */
    static FsEntry of(Path place, Path real, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return new FsEntry(Kind.FILE, place, real, attributes);
        }
        if (attributes.isDirectory()) {
            return new FsEntry(Kind.COLLECTION, place, real, attributes);
        }
        return hidden(place);
    }

    boolean isShown() {
        return attributes != null;
    }

    /** What its removal may free; 0 for a directory, which is removed empty. */
    long bytes() {
        return kind == Kind.FILE && attributes != null && !isLink() ? attributes.size() : 0;
    }

    boolean isLink() {
        return !place.equals(real);
    }

    /** As it is shown at a path; empty when it isn't. */
    Optional<Resource> resource(ResourcePath path) {
        return attributes == null ? Optional.empty() : Optional.of(resource(path, attributes));
    }

    /** @param attributes of a regular file or a directory */
    static Resource resource(ResourcePath path, BasicFileAttributes attributes) {
        return attributes.isDirectory() ? collection(path, attributes) : file(path, attributes);
    }

    static FileResource file(ResourcePath path, BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new FileResource(
                path,
                attributes.size(),
                EntityTags.of(attributes, modified),
                modified,
                Optional.of(attributes.creationTime().toInstant()),
                Optional.empty());
    }

    static CollectionResource collection(ResourcePath path, BasicFileAttributes attributes) {
        return new CollectionResource(
                path,
                Optional.of(attributes.lastModifiedTime().toInstant()),
                Optional.of(attributes.creationTime().toInstant()));
    }
}
