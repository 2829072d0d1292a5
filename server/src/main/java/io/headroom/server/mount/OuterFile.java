package io.headroom.server.mount;

import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.error.StorageException;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A file of a mounted storage that is read, as the outside knows it. */
record OuterFile(OpenFile file, OuterView view) implements OpenFile {
    @Override
    public FileResource resource() {
        return view.outerFile(file.resource());
    }

    @Override
    public void transferTo(ByteRange range, WritableByteChannel target) throws IOException {
        try {
            file.transferTo(range, target);
        } catch (StorageException e) {
            throw view.outerFailure(e);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
