package io.headroom.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The turn of the tests that install something on this machine, or look at all of it: one at a time, in whichever JVM. Closed by its test. */
final class MachineTurn implements AutoCloseable {
    private final FileChannel file;

    private MachineTurn(FileChannel file) {
        this.file = file;
    }

    /** Waits for it. */
    static MachineTurn take() throws IOException {
        FileChannel file = FileChannel.open(
                Path.of("target", "machine-turn.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.lock();
        return new MachineTurn(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
