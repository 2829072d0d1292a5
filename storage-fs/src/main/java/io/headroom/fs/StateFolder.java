package io.headroom.fs;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The hidden folder: {@code staging} for uploads and trees on their way, {@code replaced} for trees that make place for
 * others, {@code figures} and {@code reserve} for volumes that are nearly full, {@code lock} against a second server. Only its owner may look inside. Thread-safe; closing gives the lock back.
 */
final class StateFolder implements AutoCloseable {
    static final String STAGING = "staging";
    static final String REPLACED = "replaced";

    private final Path folder;
    private final Path staging;
    private final Path replaced;
    private final FileChannel lockFile;

    private StateFolder(Path folder, Path staging, Path replaced, FileChannel lockFile) {
        this.folder = folder;
        this.staging = staging;
        this.replaced = replaced;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder where it is missing, and takes the lock.
     *
     * @throws SettingsException when it can't be used, or another server uses it
     */
    static StateFolder open(Path folder) {
        try {
            Files.createDirectories(folder, ownerOnly(folder));
            Path real = folder.toRealPath();
            Path staging = Files.createDirectories(real.resolve(STAGING), ownerOnly(real));
            Path replaced = Files.createDirectories(real.resolve(REPLACED), ownerOnly(real));
            return new StateFolder(real, staging, replaced, lock(real.resolve("lock"), folder));
        } catch (IOException e) {
            throw new SettingsException("The state folder " + folder + " can't be used: " + e + ".", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static FileChannel lock(Path file, Path folder) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw inUse(folder);
    }

    private static SettingsException inUse(Path folder) {
        return new SettingsException(
                "Another server uses the state folder " + folder + ": two servers must not serve the same root.");
    }

    Path staging() {
        return staging;
    }

    Path replaced() {
        return replaced;
    }

    /** For {@link LateFigures}, which makes it when it is needed. */
    Path figures() {
        return folder.resolve("figures");
    }

    /** For {@link MoveReserve}. */
    Path reserve() {
        return folder.resolve("reserve");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
