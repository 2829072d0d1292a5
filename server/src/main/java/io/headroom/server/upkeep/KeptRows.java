package io.headroom.server.upkeep;

import io.headroom.server.metadata.MetadataRow;
import io.headroom.server.metadata.MetadataRows;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file with the rows that are to be removed, written before any of them goes: in the form of {@code export}, so that {@code import}
 * brings them back. It is the list of what to remove, too. For one thread; closed by whoever made it.
 */
final class KeptRows implements MetadataRows.Taker, AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final DumpWriter writer;
    private final BufferedOutputStream buffer;

    /** @param file that isn't there yet; only its owner may read it */
    KeptRows(Path file, DumpHeader header) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0]);
        this.buffer = new BufferedOutputStream(Channels.newOutputStream(channel));
        this.writer = new DumpWriter(buffer, header);
    }

    Path file() {
        return file;
    }

    @Override
    public void take(MetadataRow row) throws IOException {
        writer.write(row);
    }

    long rows() {
        return writer.rows();
    }

    /** After the last row: the file is whole, and on the disk. */
    void seal() throws IOException {
        writer.end();
        buffer.flush();
        channel.force(true);
    }

    /** Removes the rows that it holds, of which it keeps the copy. */
    void removeFrom(MetadataRows rows) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            rows.remove(new DumpReader(in));
        }
    }

    /** When nothing was removed after all. */
    void discard() throws IOException {
        Files.delete(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
