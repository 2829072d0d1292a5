package io.headroom.server.metadata;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server away from the same file: each would grant locks that the other doesn't know. The operating system
 * ends the claim with the process, however that ends.
 */
final class DatabaseOwner implements AutoCloseable {
    private final FileChannel channel;

    private DatabaseOwner(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Creates the directory when it is missing.
     *
     * @throws SettingsException when another server has the database, or nothing can be written there
     */
    static DatabaseOwner claim(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        try {
            Files.createDirectories(database.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = tryLock(channel);
            if (lock != null) {
                return new DatabaseOwner(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new SettingsException(
                    "The directory of the metadata database " + database + " can't be written: " + e, e);
        }
        throw new SettingsException("The metadata database " + database + " is in use by another server.");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another server inside this process; the operating system tells processes apart, not servers.
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
