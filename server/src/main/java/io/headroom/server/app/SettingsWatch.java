package io.headroom.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at files again and again, and tells when one is another. Looks, and does not listen: editors and package managers put a new file
 * in the old one's place, and network file systems tell of nothing. Closed by whoever opened it.
 */
final class SettingsWatch implements AutoCloseable {
    private final List<Path> files;
    private final Runnable changed;
    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> looks;
    private List<Optional<Stamp>> seen;

    private record Stamp(FileTime time, long size, @Nullable Object key) {}

    private SettingsWatch(List<Path> files, Duration between, Runnable changed) {
        this.files = List.copyOf(files);
        this.changed = changed;
        this.seen = stamps();
        this.executor = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread thread = new Thread(job, "settings-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.looks = executor.scheduleWithFixedDelay(
                this::look, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param between two looks
     * @param changed told after a look; throws nothing
     */
    static SettingsWatch open(List<Path> files, Duration between, Runnable changed) {
        return new SettingsWatch(files, between, changed);
    }

    private void look() {
        List<Optional<Stamp>> now = stamps();
        // One that is being replaced may be gone for a moment.
        if (!now.equals(seen) && now.stream().allMatch(Optional::isPresent)) {
            seen = now;
            changed.run();
        }
    }

    private List<Optional<Stamp>> stamps() {
        return files.stream().map(SettingsWatch::stamp).toList();
    }

    private static Optional<Stamp> stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        looks.cancel(true);
        executor.shutdownNow();
    }
}
