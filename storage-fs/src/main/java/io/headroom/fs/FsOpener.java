package io.headroom.fs;

import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens files for reading. Thread-safe.
 *
 * <p>Java can't ask an open file who it is, so the name is looked at before and after the opening. If both looks see the same
 * file (device and inode, length, time), the one opened between them is that file: every version of ours is a new file with a
 * time of its own, and none comes back to a name it left. If another version came between, it starts over. If only another
 * program wrote into the same file meanwhile, the second look describes it.
 */
final class FsOpener {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final int ATTEMPTS = 64;

    private final FsLook look;
    private final TransferBuffers buffers = new TransferBuffers();
    private final @Nullable Unmapping unmapping = Unmapping.find();

    FsOpener(FsLook look) {
        this.look = look;
    }

    FsOpenFile open(ResourcePath path) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FsEntry entry = look.at(path);
            BasicFileAttributes before = entry.attributes();
            if (before == null) {
                throw new NotFoundException(path);
            }
            if (before.isDirectory()) {
                throw new WrongKindException(path);
            }
            FsOpenFile file = open(path, entry, before);
            if (file != null) {
                return file;
            }
        }
        throw new UnavailableException(path, Duration.ofSeconds(1), null);
    }

    /** @return null when another version came between */
    private @Nullable FsOpenFile open(ResourcePath path, FsEntry entry, BasicFileAttributes before) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(entry.real(), READ);
        } catch (IOException e) {
            if (FsFailures.isMissing(e)) {
                return null;
            }
            throw e;
        }
        try {
            BasicFileAttributes after = FsLook.attributesIfThere(entry.real());
            if (after != null && isSameFile(before, after)) {
                return new FsOpenFile(channel, entry.real(), FsEntry.file(path, after), buffers, unmapping);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private static boolean isSameFile(BasicFileAttributes before, BasicFileAttributes after) {
        if (!after.isRegularFile() || !Objects.equals(before.fileKey(), after.fileKey())) {
            return false;
        }
        // Without a key (Windows) only an unchanged file is known to be the same. With one, creation times guard
        // against
        // an inode that was freed and used again between the looks.
        return before.fileKey() == null ? isSameVersion(before, after) : isSameCreation(before, after);
    }

    static boolean isSameVersion(BasicFileAttributes before, BasicFileAttributes after) {
        return before.size() == after.size()
                && before.lastModifiedTime().equals(after.lastModifiedTime())
                && Objects.equals(before.fileKey(), after.fileKey());
    }

    private static boolean isSameCreation(BasicFileAttributes before, BasicFileAttributes after) {
        return before.creationTime().equals(after.creationTime())
                || before.lastModifiedTime().equals(after.lastModifiedTime());
    }
}
