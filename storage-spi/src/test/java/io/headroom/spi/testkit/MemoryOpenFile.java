package io.headroom.spi.testkit;

import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** One version of a file in memory. */
final class MemoryOpenFile implements OpenFile {
    private final ResourcePath path;
    private final MemoryNode.File file;

    MemoryOpenFile(ResourcePath path, MemoryNode.File file) {
        this.path = path;
        this.file = file;
    }

    @Override
    public FileResource resource() {
        return file.at(path);
    }

    @Override
    public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
        Objects.checkFromToIndex(range.offset(), range.end(), file.bytes());
        ByteBuffer bytes =
                file.content().asReadOnlyBuffer().position((int) range.offset()).limit((int) range.end());
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    @Override
    public void close() {}
}
