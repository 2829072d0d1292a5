package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real mount with davfs2: a tree of 2,000 files and one of 300 MB go in and come out unchanged. */
class Davfs2IT {
    private static final int FILES = 2_000;
    private static final long LARGE = 300_000_000;

    @TempDir
    Path files;

    @TempDir
    Path scratch;

    @BeforeEach
    void needs() {
        Needs.root();
        Needs.program("mount.davfs");
    }

    private void mount(HeadroomProcess server, Path folder) throws Exception {
        // buf_size: kernels from 6.14 on read folders in larger pieces than davfs2 1.6 has room for by default.
        Path configuration = Files.writeString(
                scratch.resolve("davfs2.conf"),
                "ask_auth 0\nbuf_size 256\ncache_size 2000\ndelay_upload 0\ngui_optimize 1\ncache_dir "
                        + scratch.resolve("cache") + "\n");
        Path cache = Files.createDirectories(scratch.resolve("cache"));
        // davfs2 gives up root and becomes a user of its own.
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        Command.succeed(
                "mount",
                "-t",
                "davfs",
                "-o",
                "conf=" + configuration,
                server.url().toString(),
                folder.toString());
    }

    @Test
    @Proves({"QUOTA-PF-01", "DAV-PUT-11"})
    void aTreeGoesInAndComesOutUnchanged() throws Exception {
        Path source = tree();
        Path mount = Files.createDirectory(scratch.resolve("mount"));
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            mount(server, mount);
            try {
                Command.succeed(
                        "cp", "-r", source.toString(), mount.resolve("tree").toString());
            } finally {
                // Waits for the uploads that davfs2 still has before it.
                Command.succeed("umount", mount.toString());
            }
            Command.succeed(
                    "diff", "-r", source.toString(), files.resolve("tree").toString());
            mount(server, mount);
            try {
                Command.succeed(
                        "diff", "-r", source.toString(), mount.resolve("tree").toString());
                renameAndDelete(mount);
                theFiguresAreTheServers(mount);
            } finally {
                Command.succeed("umount", mount.toString());
            }
            assertThat(server.output()).doesNotContain("ERROR").doesNotContain("Exception");
        }
    }

    @Test
    @Proves({"QUOTA-PF-05", "QUOTA-PF-10", "S507-CON-01"})
    void aQuotaIsTheRoomOfTheDiskAndNothingIsLostThatDoesNotFit() throws Exception {
        Path mount = Files.createDirectory(scratch.resolve("mount"));
        Path big = Files.write(scratch.resolve("big.bin"), new byte[3 << 20]);
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--quota", "/=2MiB")) {
            mount(server, mount);
            try {
                assertThat(Command.succeed("df", "--output=avail", "-B1", mount.toString()))
                        .contains("2097152");
                // It uploads after the copy is over; a 507 makes it keep the file where nothing is lost.
                Command.succeed("cp", big.toString(), mount.resolve("big.bin").toString());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(mount.resolve("lost+found"))
                                .isDirectoryContaining(kept -> kept.toFile().length() == 3 << 20));
            } finally {
                Command.succeed("umount", mount.toString());
            }
            assertThat(files.resolve("big.bin"))
                    .satisfiesAnyOf(
                            file -> assertThat(file).doesNotExist(),
                            file -> assertThat(file).isEmptyFile());
        }
    }

    private Path tree() throws Exception {
        Path source = Files.createDirectory(scratch.resolve("source"));
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            Path folder = Files.createDirectories(source.resolve("folder " + i % 20 + "/ä" + i % 3));
            byte[] bytes = new byte[random.nextInt(10_000)];
            random.nextBytes(bytes);
            Files.write(folder.resolve("file #" + i + " 100%.txt"), bytes);
        }
        try (OutputStream out = Files.newOutputStream(source.resolve("large.bin"))) {
            byte[] bytes = new byte[1_000_000];
            for (long written = 0; written < LARGE; written += bytes.length) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
        }
        return source;
    }

    private void renameAndDelete(Path mount) throws Exception {
        Command.succeed(
                "mv",
                mount.resolve("tree/folder 1").toString(),
                mount.resolve("tree/moved").toString());
        assertThat(files.resolve("tree/moved/ä1")).isDirectory();
        assertThat(files.resolve("tree/folder 1")).doesNotExist();
        Command.succeed("rm", "-r", mount.resolve("tree/folder 2").toString());
        assertThat(files.resolve("tree/folder 2")).doesNotExist();
    }

    private void theFiguresAreTheServers(Path mount) throws Exception {
        FileStore store = Files.getFileStore(files);
        Awaitility.await().untilAsserted(() -> {
            List<String> lines = Command.succeed("df", "--output=avail", "-B1", mount.toString())
                    .lines()
                    .toList();
            long shown = Long.parseLong(lines.get(lines.size() - 1).strip());
            long floor = Math.min(store.getTotalSpace() / 100, 1L << 30);
            // Other programs write to the same volume meanwhile.
            assertThat(shown)
                    .isBetween(
                            store.getUsableSpace() - floor - 2_000_000_000L,
                            store.getUsableSpace() - floor + 2_000_000_000L);
        });
    }
}
