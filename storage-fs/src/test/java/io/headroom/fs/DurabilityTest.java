package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.fs.FsSettings.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that wait for the disk together. */
class DurabilityTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(30)
    void manyThreadsAllComeBack() throws Exception {
        Durability durability = new Durability(Sync.ALWAYS, directory);
        ExecutorService executor = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waiting.add(executor.submit(() -> {
                    durability.forceDirectory(directory);
                    return null;
                }));
            }
            for (Future<?> one : waiting) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aDirectoryThatCannotBeForcedIsAnError() throws IOException {
        assumeTrue(directory.getFileSystem().getSeparator().equals("/"), "directories can't be forced here");
        Durability durability = new Durability(Sync.ALWAYS, directory);
        Path gone = directory.resolve("gone");
        assertThatThrownBy(() -> durability.forceDirectory(gone)).isInstanceOf(IOException.class);
        Files.createDirectory(gone);
        assertThatCode(() -> durability.forceDirectory(gone)).doesNotThrowAnyException();
    }

    @Test
    void switchedOffItAsksForNothing() {
        Durability durability = new Durability(Sync.NEVER, directory);
        assertThat(durability.isOn()).isFalse();
        assertThatCode(() -> durability.forceDirectory(directory.resolve("missing")))
                .doesNotThrowAnyException();
    }
}
