package io.headroom.fs;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where new files and trees wait for their rename: in the state folder, or beside the target when another file system is
 * mounted there, for a rename can't cross. Thread-safe.
 *
 * <p>In the state folder they take turns over many small folders: in a single one all writers would wait for the lock of that
 * directory, and ext4 would look for a free inode in one crowded corner of the disk. It made 16 writers up to three times as fast.
 */
final class StagingArea {
    /** Ends the name of a note about something that waits beside its target. */
    static final String NOTE = ".beside";

    private static final int FOLDERS = 16;

    private final Path folder;
    private final LateFigures late;
    private final Path[] folders = new Path[FOLDERS];
    private final String device;
    private final String run = Long.toString(new SecureRandom().nextLong() >>> 1, Character.MAX_RADIX);
    private final AtomicLong number = new AtomicLong();

    /**
     * A place that is free.
     *
     * @param path what to make there
     * @param note names the path for the sweeper; null inside the state folder, which is swept as a whole
     */
    record Place(Path path, @Nullable Path note) {
        /** After the rename, or after a removal. */
        void forget() throws IOException {
            if (note != null) {
                Files.deleteIfExists(note);
            }
        }
    }

    /**
     * @param folder exists and is empty
     * @param late of the volume of the targets
     */
    StagingArea(Path folder, LateFigures late) throws IOException {
        this.folder = folder;
        this.late = late;
        this.device = device(folder);
        for (int i = 0; i < FOLDERS; i++) {
            folders[i] = Files.createDirectory(folder.resolve(Integer.toString(i)));
        }
    }

    /** A new file at a place; {@code permissions} as {@link StagedFile} takes them. */
    StagedFile open(Place place, FileAttribute<?>... permissions) throws IOException {
        return new StagedFile(place, late, permissions);
    }

    /** @param parent the real directory that the file or tree will go to */
    Place placeFor(Path parent) throws IOException {
        if (device(parent).equals(device)) {
            long next = number.incrementAndGet();
            return new Place(folders[(int) (next % FOLDERS)].resolve(id(next)), null);
        }
        return placeBeside(parent);
    }

    /** For a directory that turned out to be out of a rename's reach. */
    Place placeBeside(Path parent) throws IOException {
        String id = nextId();
        Path path = parent.resolve(ReservedNames.PREFIX + '-' + id);
        Path note = folder.resolve(id + NOTE);
        Files.writeString(note, URLEncoder.encode(path.toString(), StandardCharsets.UTF_8));
        return new Place(path, note);
    }

    /** A name that no other upload, tree or journal has. */
    String nextId() {
        return id(number.incrementAndGet());
    }

    private String id(long next) {
        return run + '-' + Long.toString(next, Character.MAX_RADIX);
    }

    /** What two directories of one file system have in common; all are alike where the system doesn't tell. */
    static String device(Path directory) throws IOException {
        Object key = FsLook.attributes(directory).fileKey();
        if (key == null) {
            return "";
        }
        // On Unix: (dev=fe00,ino=12345).
        String text = key.toString();
        int comma = text.indexOf(',');
        return comma < 0 ? "" : text.substring(0, comma);
    }
}
