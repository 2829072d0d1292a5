package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mounts as they are written, and what is wrong with them said with file, line and key. */
class MountSettingsTest {
    @TempDir
    private Path folder;

    private ServerConfig read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("headroom.yaml"), yaml);
        return ServerConfig.of(new StorageLocation.Folder(folder.resolve("files")), SettingsFile.read(file));
    }

    private List<MountSettings> mounts(String lines) {
        return ServerConfig.of(folder, Map.of(Setting.MOUNTS, lines)).mounts();
    }

    @Test
    void aFolderAndABucketWithAndWithoutSettingsOfItsOwn() throws IOException {
        ServerConfig config = read("""
                endpoint: https://s3.example.org
                s3-region: here
                mounts:
                  /archive/: /srv/archive
                  /photos: s3://photos/2024
                  /deep/videos: {storage: "s3://videos", endpoint: "http://127.0.0.1:9000", s3-limit: 2TiB}
                """);
        assertThat(config.mounts())
                .containsExactly(
                        new MountSettings(
                                ResourcePath.parse("/archive"),
                                new StorageLocation.Folder(Path.of("/srv/archive")),
                                Map.of()),
                        new MountSettings(
                                ResourcePath.parse("/deep/videos"),
                                new StorageLocation.Bucket("videos", ""),
                                Map.of(
                                        Setting.ENDPOINT,
                                        "http://127.0.0.1:9000",
                                        Setting.S3_REGION,
                                        "here",
                                        Setting.S3_LIMIT,
                                        "2TiB")),
                        new MountSettings(
                                ResourcePath.parse("/photos"),
                                new StorageLocation.Bucket("photos", "2024/"),
                                Map.of(Setting.ENDPOINT, "https://s3.example.org", Setting.S3_REGION, "here")));
        assertThat(config.served())
                .isEqualTo(folder.resolve("files") + ", /archive=/srv/archive, /deep/videos=s3://videos/,"
                        + " /photos=s3://photos/2024/");
    }

    @Test
    void onTheCommandLineOneEntryEach() {
        assertThat(mounts("/archive=/srv/archive\n/photos=s3://photos\n/photos=s3-limit: 5GiB"))
                .extracting(
                        mount -> mount.place().toString(),
                        mount -> mount.bucket().size())
                .containsExactly(tuple("/archive", 0), tuple("/photos", 1));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "/a | '/a' does not look like /archive=/srv/archive.",
                "a=/srv/a | The place 'a' must begin with a slash.",
                "/=/srv/a | What is at / itself is said by the command line, or by 'storage'.",
                "/a/../b=/srv/a | a name must not be empty, '.' or '..'",
                "/a=srv/a | The folder 'srv/a' of the mount /a must be an absolute path.",
                "/a=s3:/bucket | 's3' can't be set for one mount",
                "/a=s3://bucket/../x | is no address such as s3://BUCKET",
                "/a=port: 80 | 'port' can't be set for one mount",
                "/a=s3-limit: 2TiB | the mount /a has no 'storage'",
            })
    void whatIsWrongIsSaid(String line, String sentence) {
        assertThatThrownBy(() -> mounts(line))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("--mounts: The setting 'mounts' is wrong: ")
                .hasMessageContaining(sentence);
    }

    @Test
    void twoAtOnePlaceAndFilesAtTwoPlacesAreRefusedWithTheLine() throws IOException {
        assertThatThrownBy(() -> mounts("/a=/srv/a\n/a/=/srv/b")).hasMessageContaining("There are two mounts at /a/.");
        assertThatThrownBy(() -> read("mounts:\n  /a: /srv/a\n  /b: /srv/a/inside\n"))
                .hasMessage(folder.resolve("headroom.yaml") + ":3: The setting 'mounts' is wrong: The mount /b,"
                        + " /srv/a/inside, and /srv/a, which is at /a, have files in common.");
        assertThatThrownBy(() -> read("mounts:\n  /a: " + folder.resolve("files/x") + "\n"))
                .hasMessageContaining("which is at /, have files in common.");
        assertThatThrownBy(() -> read("mounts:\n  /a: " + folder + "\n")).hasMessageContaining("have files in common");
        assertThatThrownBy(() -> mounts("/a=s3://bucket/x\n/b=s3://bucket/x/y"))
                .hasMessageContaining("have files in common");
        assertThat(mounts("/a=s3://bucket/x\n/b=s3://bucket/xy")).hasSize(2);
        assertThat(mounts("/a=s3://bucket\n/b=s3://bucket\n/b=endpoint: http://127.0.0.1:9"))
                .hasSize(2);
    }

    @Test
    void aLinkToTheSameFilesIsFound() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Files.createDirectory(folder.resolve("files"));
        assertThatThrownBy(() -> read("mounts: {/a: " + real + ", /b: " + link + "}\n"))
                .hasMessageContaining("have files in common");
    }

    @Test
    void settingsForS3NeedABucketSomewhere() {
        assertThatThrownBy(() -> mounts("/a=/srv/a\n/a=s3-limit: 2TiB"))
                .hasMessageContaining("The setting 's3-limit' is for S3 stores, but /srv/a is a folder.");
        assertThatThrownBy(() -> mounts("/a=s3://bucket\n/a=s3-limit: much")).hasMessageContaining("'s3-limit'");
        assertThatThrownBy(
                        () -> ServerConfig.of(folder, Map.of(Setting.MOUNTS, "/a=/srv/a", Setting.S3_REGION, "here")))
                .hasMessageContaining("is for S3 stores");
    }
}
