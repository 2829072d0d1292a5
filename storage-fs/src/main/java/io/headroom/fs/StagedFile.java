package io.headroom.fs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A new file before its rename. For one thread at a time. */
final class StagedFile implements AutoCloseable {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final StagingArea.Place place;
    private final LateFigures late;
    private final FileChannel channel;
    private long size;
    private boolean renamed;
    private @Nullable BasicFileAttributes finished;

    /**
     * @param late told of every byte
     * @param permissions what the file may be used for, less the process's mask; none for that of ordinary new
     *     files
     */
    StagedFile(StagingArea.Place place, LateFigures late, FileAttribute<?>... permissions) throws IOException {
        this.place = place;
        this.late = late;
        try {
            this.channel = FileChannel.open(place.path(), NEW, permissions);
        } catch (IOException e) {
            place.forget();
            throw e;
        }
    }

    Path path() {
        return place.path();
    }

    long size() {
        return size;
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int written = channel.write(bytes);
            size += written;
            late.changed(written);
        }
    }

    /** Takes a whole file over; where the system can, its bytes don't pass through this process. */
    void copy(FileChannel source, long length) throws IOException {
        long copied = 0;
        while (copied < length) {
            long step = source.transferTo(copied, length - copied, channel);
            if (step <= 0) {
                throw new EOFException("the source got shorter while it was copied");
            }
            copied += step;
        }
        size += copied;
        late.changed(copied);
    }

    /**
     * Ends the writing: gives the file its time of modification, forces it to the disk if that is asked for, and closes it.
     * The errors of every step count: on some file systems that is where a full disk shows. Once it is finished, finishing it
     * again does nothing.
     *
     * @return what later looks will say of this version
     */
    BasicFileAttributes finish(Instant modified, Durability durability) throws IOException {
        BasicFileAttributes attributes = finished;
        if (attributes == null) {
            Files.setLastModifiedTime(path(), FileTime.from(modified));
            durability.force(channel);
            channel.close();
            attributes = Files.readAttributes(path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            finished = attributes;
        }
        return attributes;
    }

    /** Puts the file at its name, over an older file there. */
    void renameTo(Path target) throws IOException {
        Renaming.rename(path(), target);
        renamed = true;
        place.forget();
    }

    /** Removes the file if it wasn't renamed. */
    @Override
    public void close() throws IOException {
        if (!renamed) {
            renamed = true;
            try {
                channel.close();
            } finally {
                Files.deleteIfExists(path());
                late.changed(size);
                place.forget();
            }
        }
    }
}
