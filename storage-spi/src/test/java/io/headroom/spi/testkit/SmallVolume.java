package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of its own, small enough to be filled by a test. Mounting needs the superuser on Linux and the programs that make
 * file systems: elsewhere the test is skipped, but where {@code CI=true} is set it fails, so that nobody takes a skipped proof
 * for a proof. For one thread; closing unmounts it.
 */
public final class SmallVolume implements AutoCloseable {
    private static final int[] BLOCKS = {64 * 1024, 4096, 1};
    private static final String FILLER = "filler-";

    private final Path mountPoint;
    private final Path directory;
    private final List<Path> toDelete;

    private SmallVolume(Path mountPoint, Path directory, List<Path> toDelete) {
        this.mountPoint = mountPoint;
        this.directory = directory;
        this.toDelete = toDelete;
    }

    /** @param options as {@code mount -o} takes them, {@code size=32m} say */
    public static SmallVolume tmpfs(String options) throws IOException {
        require("mount");
        Path directory = Files.createTempDirectory("headroom-tmpfs");
        run("mount", "-t", "tmpfs", "-o", options, "headroom-test", directory.toString());
        return new SmallVolume(directory, directory, List.of(directory));
    }

    /** An ext4 in a file. */
    public static SmallVolume ext4(int mebibytes, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("-q", "-F"));
        // No blocks kept for the superuser: the tests run as that one, and would be given them.
        options.addAll(List.of("-m", "0"));
        options.addAll(List.of(more));
        return inFile("mkfs.ext4", options, mebibytes);
    }

    /** An ext4 in a file with so few inodes that names run out before bytes do. */
    public static SmallVolume ext4WithInodes(int mebibytes, int inodes) throws IOException {
        return ext4(mebibytes, "-N", Integer.toString(inodes));
    }

    /** A btrfs in a file; it needs 110 MiB at least. */
    public static SmallVolume btrfs(int mebibytes) throws IOException {
        return inFile("mkfs.btrfs", List.of("-q"), mebibytes);
    }

    /**
     * A subvolume of a btrfs that may hold less than the btrfs has room for. The system says "disk quota exceeded" there,
     * though all figures that it gives are those of the whole btrfs.
     */
    public static SmallVolume btrfsWithQuota(int mebibytes, int quotaMebibytes) throws IOException {
        require("btrfs");
        SmallVolume whole = btrfs(mebibytes);
        Path limited = whole.mountPoint.resolve("limited");
        try {
            run("btrfs", "quota", "enable", whole.mountPoint.toString());
            run("btrfs", "subvolume", "create", limited.toString());
            run("btrfs", "qgroup", "limit", quotaMebibytes + "M", limited.toString());
        } catch (IOException | AssertionError e) {
            whole.close();
            throw e;
        }
        return new SmallVolume(whole.mountPoint, limited, whole.toDelete);
    }

    private static SmallVolume inFile(String program, List<String> options, int mebibytes) throws IOException {
        require("mount", program);
        Path image = Files.createTempFile("headroom", ".img");
        Path directory = Files.createTempDirectory("headroom-" + program.substring("mkfs.".length()));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(mebibytes * 1024L * 1024L);
        }
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(options);
        command.add(image.toString());
        run(command.toArray(String[]::new));
        run("mount", "-o", "loop", image.toString(), directory.toString());
        return new SmallVolume(directory, directory, List.of(directory, image));
    }

    /** Skips the test, or fails it in continuous integration, where no volume can be mounted. */
    public static void require(String... programs) {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("user.name").equals("root")) {
            missing("mounting a small volume needs root on Linux");
        }
        for (String program : programs) {
            boolean found = Stream.of(
                            (System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator, -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!found) {
                missing("the program '" + program + "' is not installed: ./verify installs it");
            }
        }
    }

    private static void missing(String why) {
        if ("true".equals(System.getenv("CI"))) {
            fail(why);
        }
        Assumptions.abort(why);
    }

    /** Runs a program to its end, which must be a good one. */
    public static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as("%s: %s", List.of(command), output)
                .isZero();
    }

    /** Where files can be made. */
    public Path directory() {
        return directory;
    }

    /** @param options as {@code mount -o remount} takes them, {@code ro} say */
    public void remount(String options) throws IOException {
        run("mount", "-o", "remount," + options, mountPoint.toString());
    }

    /** Lets the kernel meet an error in this ext4, after which it allows no more writing, whatever is open. */
    public void breakDown() throws IOException {
        remount("errors=remount-ro");
        String device = Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[1].equals(mountPoint.toString()))
                .map(words -> Path.of(words[0]).getFileName().toString())
                .findFirst()
                .orElseThrow();
        Files.writeString(Path.of("/sys/fs/ext4", device, "trigger_fs_error"), "a test\n");
    }

    /** Takes every byte that is left, as another program would. */
    public void fill() throws IOException {
        // Large writes first, then small ones for the rest; more than one file, since the first may lack a block for
        // its own map.
        for (int block : BLOCKS) {
            try (RandomAccessFile open = new RandomAccessFile(filler(block).toFile(), "rw")) {
                open.seek(open.length());
                byte[] bytes = noise(block);
                while (true) {
                    open.write(bytes);
                }
            } catch (IOException e) {
                requireFull(e);
            }
        }
    }

    /** Takes so many bytes, which must be there. */
    public void take(long bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(filler(BLOCKS[0]).toFile(), "rw")) {
            open.seek(open.length());
            byte[] block = noise(BLOCKS[0]);
            for (long left = bytes; left > 0; left -= block.length) {
                open.write(block, 0, (int) Math.min(block.length, left));
            }
            open.getFD().sync();
        }
    }

    /** Takes every name that is left but some, and no bytes; returns how many were taken. */
    public int takeNames(int leave) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(FILLER + "names"));
        int taken = 0;
        try {
            while (true) {
                Files.createFile(folder.resolve(Integer.toString(taken)));
                taken++;
            }
        } catch (IOException e) {
            requireFull(e);
        }
        for (int i = 0; i < leave; i++) {
            taken--;
            Files.delete(folder.resolve(Integer.toString(taken)));
        }
        return taken;
    }

    // Noise, so that no compressing file system makes little of it.
    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void requireFull(IOException e) throws IOException {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (!text.contains("no space left") && !text.contains("quota exceeded")) {
            throw e;
        }
    }

    private Path filler(int block) {
        return directory.resolve(FILLER + block);
    }

    /** Gives back what was taken. */
    public void release() throws IOException {
        for (int block : BLOCKS) {
            Files.deleteIfExists(filler(block));
        }
        removeTree(directory.resolve(FILLER + "names"));
    }

    /** Removes all files. */
    public void empty() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                // ext4's own, for what a repair finds
                if (!entry.getFileName().toString().equals("lost+found")) {
                    removeTree(entry);
                }
            }
        }
    }

    private static void removeTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> found = Files.walk(top)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", mountPoint.toString());
        for (Path path : toDelete) {
            Files.delete(path);
        }
    }
}
