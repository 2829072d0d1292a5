package io.headroom.server.property;

import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * A file that is read, and shows the time that was kept for it.
 *
 * @param resource the file's, with that time
 */
record TimedFile(OpenFile file, FileResource resource) implements OpenFile {
    @Override
    public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
        file.transferTo(range, target);
    }

    @Override
    public void close() {
        file.close();
    }
}
