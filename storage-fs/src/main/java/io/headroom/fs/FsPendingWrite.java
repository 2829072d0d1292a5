package io.headroom.fs;

import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upload: bytes go to a staged file, which the commit renames. */
final class FsPendingWrite implements PendingWrite {
    private static final Logger LOG = LoggerFactory.getLogger(FsPendingWrite.class);

    private final FileInstaller installer;
    private final VersionStamps stamps;
    private final StagedFile staged;
    private final Path place;
    private final ResourcePath target;
    private final WriteRequest request;
    private @Nullable Instant modified;
    private boolean over;

    /** @param place where the target is */
    FsPendingWrite(
            FileInstaller installer,
            VersionStamps stamps,
            StagedFile staged,
            Path place,
            ResourcePath target,
            WriteRequest request) {
        this.installer = installer;
        this.stamps = stamps;
        this.staged = staged;
        this.place = place;
        this.target = target;
        this.request = request;
    }

    @Override
    public void append(ByteBuffer bytes) {
        checkNotOver();
        if (modified != null) {
            throw new IllegalStateException("the write to " + target + " takes no more");
        }
        try {
            staged.write(bytes);
        } catch (IOException e) {
            StorageException failure = failure(e);
            close();
            throw failure;
        }
    }

    @Override
    public long bytesWritten() {
        return staged.size();
    }

    @Override
    public void prepare() {
        checkNotOver();
        try {
            installer.prepare(staged, modified());
        } catch (IOException e) {
            StorageException failure = failure(e);
            close();
            throw failure;
        }
    }

    /** Settled once: a prepared file has it already. */
    private Instant modified() {
        Instant settled = modified;
        if (settled == null) {
            settled = request.lastModified().map(stamps::of).orElseGet(stamps::now);
            modified = settled;
        }
        return settled;
    }

    @Override
    public FileResource commit() {
        checkNotOver();
        try {
            FileResource file = installer.install(staged, place, target, request.precondition(), modified());
            over = true;
            return file;
        } catch (IOException e) {
            throw failure(e);
        } finally {
            close();
        }
    }

    /** Asked before the staged file goes, while the volume is as full as it was at the error. */
    private StorageException failure(IOException error) {
        long usable = staged.path().toFile().getUsableSpace();
        return FsFailures.of(error, target, FsFailures.Missing.PARENT, usable, staged.size());
    }

    private void checkNotOver() {
        if (over) {
            throw new IllegalStateException("the write to " + target + " is over");
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            staged.close();
        } catch (IOException e) {
            LOG.warn("The staged file {} stays behind until the next start.", staged.path(), e);
        }
    }
}
