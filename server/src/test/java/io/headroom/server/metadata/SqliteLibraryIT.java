package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new process on a system whose temporary directory is full. Needs root, to mount a small volume. */
@Timeout(120)
class SqliteLibraryIT {
    @TempDir
    Path directory;

    @Test
    void aServerStartsThoughNothingCanBeUnpacked() throws Exception {
        try (SmallVolume volume = SmallVolume.tmpfs("size=12m")) {
            assertThat(open(volume.directory())).contains("opened");
            volume.fill();

            assertThat(open(volume.directory())).contains("opened");
        }
    }

    @Test
    void aLibraryThatIsNotOursIsReplaced() throws Exception {
        assertThat(open(directory)).contains("opened");
        Path library;
        try (var files = Files.list(directory)) {
            library = files.filter(file -> file.toString().contains("sqlitejdbc"))
                    .findAny()
                    .orElseThrow();
        }
        byte[] ours = Files.readAllBytes(library);
        Files.write(library, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(open(directory)).contains("opened");

        assertThat(Files.readAllBytes(library)).isEqualTo(ours);
    }

    private static String open(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Opener.class.getName(),
                        directory.resolve("metadata.db").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().join();
        return output;
    }

    /** Opens the database and ends. */
    static final class Opener {
        private Opener() {}

        /** @param arguments the database */
        public static void main(String[] arguments) {
            MetadataDatabase.open(MetadataSettings.file(Path.of(arguments[0]), true))
                    .close();
            System.out.println("opened");
        }
    }
}
