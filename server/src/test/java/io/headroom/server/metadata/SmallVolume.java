package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A mounted volume of a few megabytes that a test may fill. Needs root; closing unmounts it. */
final class SmallVolume implements AutoCloseable {
    /** What kind of file system is mounted. */
    enum Kind {
        TMPFS,
        EXT4
    }

    private final Path root;
    private final Path mountPoint;

    private SmallVolume(Path root) {
        this.root = root;
        this.mountPoint = root.resolve("volume");
    }

    /** Where mounting is not possible the test is skipped, but not in continuous integration: there it fails. */
    static void require() {
        boolean can = "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/bin/mount"));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(can).as("in CI the volume tests must run, as root").isTrue();
        }
        assumeTrue(can, "only root may mount a small volume");
    }

    /** @param root an empty directory on a volume with room */
    static SmallVolume mount(Kind kind, Path root, int megabytes) throws IOException {
        SmallVolume volume = new SmallVolume(root);
        Files.createDirectory(volume.mountPoint);
        switch (kind) {
            case TMPFS ->
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", volume.mountPoint.toString());
            case EXT4 -> {
                Path image = root.resolve("image");
                try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                    file.setLength(megabytes * 1024L * 1024L);
                }
                run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
                run("mount", "-o", "loop", image.toString(), volume.mountPoint.toString());
            }
        }
        return volume;
    }

    Path path() {
        return mountPoint;
    }

    /** Takes every block that is left. */
    void fill() throws IOException {
        // Large writes first, then small ones for the rest; a second file, since the first may lack a block for its own
        // map.
        for (int block : new int[] {64 * 1024, 4096, 1}) {
            Path file = mountPoint.resolve("filler-" + block);
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.seek(open.length());
                byte[] bytes = new byte[block];
                Arrays.fill(bytes, (byte) 7);
                while (true) {
                    open.write(bytes);
                }
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("No space left")) {
                    throw e;
                }
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    void release() throws IOException {
        for (int block : new int[] {64 * 1024, 4096, 1}) {
            Files.deleteIfExists(mountPoint.resolve("filler-" + block));
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", mountPoint.toString());
        Files.deleteIfExists(root.resolve("image"));
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
