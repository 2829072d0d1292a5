package io.headroom.fs;

import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.testkit.StorageFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory to test on. */
final class DirectoryFixture implements StorageFixture {
    private final Path root;
    private final boolean small;
    private final Map<String, String> settings;

    /**
     * @param small whether it may be filled
     * @param settings besides the root
     */
    DirectoryFixture(Path root, boolean small, Map<String, String> settings) {
        this.root = root;
        this.small = small;
        this.settings = settings;
    }

    @Override
    public void wipe() {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                TreeRemoval.remove(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Storage open() {
        return open(root, settings);
    }

    static Storage open(Path root, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("root", root.toString());
        return new FsStorageProvider().open(new StorageSettings(all), Clock.systemUTC());
    }

    @Override
    public boolean small() {
        return small;
    }

    @Override
    public List<String> leftovers() {
        return leftovers(root);
    }

    static List<String> leftovers(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            Path state = root.resolve(".headroom");
            return all.filter(path -> root.relativize(path).toString().contains(".headroom"))
                    .filter(path -> !path.equals(state) && !isOfTheState(state, path))
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfTheState(Path state, Path path) {
        Path staging = state.resolve("staging");
        boolean isStagingFolder = path.startsWith(staging)
                && path.getNameCount() <= staging.getNameCount() + 1
                && Files.isDirectory(path);
        return isStagingFolder
                || path.startsWith(state.resolve("figures"))
                || List.of("replaced", "reserve", "lock")
                        .contains(path.getFileName().toString());
    }
}
