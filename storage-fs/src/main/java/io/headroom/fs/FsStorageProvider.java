package io.headroom.fs;

import io.headroom.spi.Leftover;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageProvider;
import io.headroom.spi.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Opens a directory as a storage. Its keys:
 *
 * <ul>
 *   <li>{@code root}: the directory that is served; it must exist.
 *   <li>{@code state}: a folder for uploads on their way, a path below the root or anywhere; {@code .headroom} by default. Below
 *       the root its name must begin with {@code .headroom}, as such names are never served. On another file system than the
 *       root's it works, but uploads then wait beside their targets.
 *   <li>{@code sync}: {@code always} (default) answers a change when it is on the disk; {@code never} leaves that to the system.
 *   <li>{@code links}: {@code inside} (default) shows symbolic links to files and directories inside the root; {@code hide} shows
 *       none.
 *   <li>{@code kept-listings}: for how many milliseconds the listing of a directory that didn't change is given again, 1000 by
 *       default; 0 for never.
 *   <li>{@code read-only}: {@code true} writes nothing at all, {@code false} by default.
 * </ul>
 */
public final class FsStorageProvider implements StorageProvider {
    @Override
    public String name() {
        return "fs";
    }

    @Override
    public Storage open(StorageSettings settings, Clock clock) {
        return open(FsSettings.from(settings), clock);
    }

    /** Each opening for writing removes them. */
    @Override
    public List<Leftover> leftovers(StorageSettings settings, Clock clock) {
        return LeftoverSweeper.find(FsSettings.from(settings).state());
    }

    private static FsStorage open(FsSettings settings, Clock clock) {
        checkEncoding(settings.root());
        Path root = realRoot(settings);
        FsPaths paths = new FsPaths(root, settings.links());
        FsLook look = new FsLook(paths);
        FsOpener opener = new FsOpener(look);
        FsWriteSide writeSide = settings.readOnly() ? null : writeSide(settings, paths, look, opener, clock);
        FsCapacity capacity = writeSide == null ? new FsCapacity(paths, LateFigures.NONE, clock) : writeSide.capacity();
        RecentListings listings = new RecentListings(clock, settings.keptListings());
        return new FsStorage(paths, look, opener, capacity, listings, writeSide);
    }

    /** Where names are bytes, Java can't even open what its own encoding of names doesn't have. */
    private static void checkEncoding(Path root) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (root.getFileSystem().getSeparator().equals("/") && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new SettingsException("Java's encoding of file names is " + encoding
                    + " here, so names with letters beyond it can't be served: start with the environment variable"
                    + " LC_ALL=C.UTF-8.");
        }
    }

    private static Path realRoot(FsSettings settings) {
        Path root = settings.root();
        if (!Files.exists(root)) {
            throw new SettingsException("The root " + root + " doesn't exist.");
        }
        if (!Files.isDirectory(root)) {
            throw new SettingsException("The root " + root + " is not a directory.");
        }
        if (!Files.isReadable(root) || !Files.isExecutable(root)) {
            throw new SettingsException("The root " + root + " can't be read by this user.");
        }
        if (!settings.readOnly() && !Files.isWritable(root)) {
            String remedy = isOnReadOnlyVolume(root)
                    ? "its volume is read-only here. A service of systemd must name it in its ReadWritePaths"
                    : "mend its rights";
            throw new SettingsException(
                    "The root " + root + " can't be written by this user: " + remedy + ", or set read-only to true.");
        }
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw new SettingsException("The root " + root + " can't be looked at: " + e + ".", e);
        }
    }

    private static boolean isOnReadOnlyVolume(Path root) {
        try {
            return Files.getFileStore(root).isReadOnly();
        } catch (IOException e) {
            // No list of mounts here: the rights are the likelier reason.
            return false;
        }
    }

    private static FsWriteSide writeSide(
            FsSettings settings, FsPaths paths, FsLook look, FsOpener opener, Clock clock) {
        checkState(settings, paths);
        StateFolder state = StateFolder.open(settings.state());
        try {
            new LeftoverSweeper(state).sweep();
            return new FsWriteSide(settings, paths, look, opener, state, clock);
        } catch (IOException e) {
            close(state, e);
            throw new SettingsException("The state folder " + settings.state() + " can't be used: " + e + ".", e);
        } catch (RuntimeException e) {
            close(state, e);
            throw e;
        }
    }

    private static void close(StateFolder state, Exception failure) {
        try {
            state.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void checkState(FsSettings settings, FsPaths paths) {
        Path state = settings.state();
        if (settings.root().startsWith(state) || paths.root().startsWith(state)) {
            throw new SettingsException("The state folder " + state + " must not hold the root.");
        }
        boolean inside = state.startsWith(settings.root()) || state.startsWith(paths.root());
        Path name = state.getFileName();
        if (inside && (name == null || !ReservedNames.isReserved(name.toString()))) {
            throw new SettingsException("The state folder " + state + " lies inside the root: its name must begin with "
                    + ReservedNames.PREFIX + ", so that it is never served.");
        }
    }
}
