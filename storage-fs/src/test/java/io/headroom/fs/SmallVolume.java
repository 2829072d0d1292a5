package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system of its own, mounted for one test class. Mounting needs the superuser on Linux: elsewhere the tests are
 * skipped, but where {@code CI=true} is set they fail, so that nobody takes a skipped proof for a proof.
 */
final class SmallVolume implements AutoCloseable {
    private final Path directory;
    private final List<Path> toDelete;

    private SmallVolume(Path directory, List<Path> toDelete) {
        this.directory = directory;
        this.toDelete = toDelete;
    }

    /** @param options as {@code mount -o} takes them, {@code size=32m} say */
    static SmallVolume tmpfs(String options) throws IOException, InterruptedException {
        requireMounts();
        Path directory = Files.createTempDirectory("headroom-tmpfs");
        run("mount", "-t", "tmpfs", "-o", options, "headroom-test", directory.toString());
        return new SmallVolume(directory, List.of(directory));
    }

    /** An ext4 in a file. */
    static SmallVolume ext4(int mebibytes) throws IOException, InterruptedException {
        requireMounts();
        Path image = Files.createTempFile("headroom-ext4", ".img");
        Path directory = Files.createTempDirectory("headroom-ext4");
        run("truncate", "-s", mebibytes + "M", image.toString());
        // No blocks kept for the superuser: the tests run as that one, and would be given them.
        run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        run("mount", "-o", "loop", image.toString(), directory.toString());
        return new SmallVolume(directory, List.of(directory, image));
    }

    private static void requireMounts() {
        boolean can = System.getProperty("os.name").equals("Linux")
                && System.getProperty("user.name").equals("root");
        if ("true".equals(System.getenv("CI"))) {
            assertThat(can)
                    .as("in CI the volume tests must run: as root on Linux")
                    .isTrue();
        }
        assumeTrue(can, "mounting a small volume needs root on Linux");
    }

    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting " + directory, e);
        }
        for (Path path : toDelete) {
            Files.delete(path);
        }
    }
}
