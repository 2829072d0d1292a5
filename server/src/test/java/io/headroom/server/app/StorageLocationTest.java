package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageLocationTest {
    @ParameterizedTest
    @CsvSource({
        "s3://files, files, ''",
        "s3://files/, files, ''",
        "s3://files/team, files, team/",
        "s3://files/team/, files, team/",
        "s3://my.files-2/team a/b, my.files-2, team a/b/",
    })
    void aBucketMayHaveAPrefix(String text, String name, String prefix) {
        assertThat(StorageLocation.parse(text)).isEqualTo(new StorageLocation.Bucket(name, prefix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3:", "s3://", "s3:///a", "s3://b//a", "s3://b/../a", "s3://b/a//", "s3://b//", "s3://-/a"})
    void whatLooksLikeABucketAndIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> StorageLocation.parse(text))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("s3://BUCKET/PREFIX");
    }

    @Test
    void allElseIsAFolder() {
        assertThat(StorageLocation.parse("a/../b").toString())
                .isEqualTo(Path.of("b").toAbsolutePath().toString());
    }

    @Test
    void theServersOwnFilesAreInTheFolderAndForABucketInThisUsersState() {
        assertThat(StorageLocation.parse("/srv/files").stateFolder(Map.of()))
                .isEqualTo(Path.of("/srv/files/.headroom"));
        StorageLocation bucket = StorageLocation.parse("s3://files/team/a");
        assertThat(bucket.stateFolder(Map.of("HOME", "/home/u")))
                .isEqualTo(Path.of("/home/u/.local/state/headroom/files/team/a"));
        assertThat(bucket.stateFolder(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "/var/state")))
                .isEqualTo(Path.of("/var/state/headroom/files/team/a"));
    }

    @Test
    void whereTheServerWasStartedDecidesNothing() {
        StorageLocation bucket = StorageLocation.parse("s3://files");
        assertThat(bucket.stateFolder(Map.of("HOME", "/home/u", "XDG_STATE_HOME", "state")))
                .isEqualTo(Path.of("/home/u/.local/state/headroom/files"));
        for (Map<String, String> homeless :
                List.of(Map.<String, String>of(), Map.of("HOME", ""), Map.of("HOME", "."))) {
            assertThatThrownBy(() -> bucket.stateFolder(homeless))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("s3://files/")
                    .hasMessageContaining("--state");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "S3_LIMIT, much, 's3-limit'",
                "S3_ROOM, limit, 's3-limit' is missing",
                "S3_ROOM, all, 's3-room' is 'all'",
                "S3_PART_SIZE, 1MiB, 's3-part-size' is '1MiB'",
                "S3_CONNECTIONS, many, 's3-connections' is 'many'",
                "S3_PATH_STYLE, yes, 's3-path-style' is 'yes'",
                "S3_IF_MATCH, bold, 's3-if-match' is 'bold'",
                "S3_ACCESS_KEY, key, 's3-access-key' and 's3-secret-key-file' belong together",
                "ENDPOINT, nowhere, 'endpoint' is 'nowhere'",
            })
    void aWrongSettingOfABucketIsNamedAsItWasSet(Setting setting, String value, String sentence) {
        assertThatThrownBy(() -> StorageOpening.open(
                        ServerConfig.of(StorageLocation.parse("s3://files"), Map.of(setting, value)),
                        new MutableClock(Instant.EPOCH)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void settingsForBucketsAreRefusedForAFolder(@TempDir Path folder) {
        StorageLocation location = StorageLocation.parse(folder.toString());
        assertThatThrownBy(() -> ServerConfig.of(location, Map.of(Setting.S3_PART_SIZE, "16MiB")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'s3-part-size' is for S3 stores");
    }

    @Test
    void theSecretKeyComesFromAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("secret");
        ServerConfig config = ServerConfig.of(
                StorageLocation.parse("s3://files"),
                Map.of(Setting.S3_ACCESS_KEY, "key", Setting.S3_SECRET_KEY_FILE, file.toString()));
        assertThatThrownBy(() -> StorageOpening.open(config, new MutableClock(Instant.EPOCH)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(file.toString());
        Files.writeString(file, "geheim\n");
        assertThat(StorageOpening.bucket(new StorageLocation.Bucket("files", "team/"), config))
                .containsEntry("bucket", "files")
                .containsEntry("prefix", "team/")
                .containsEntry("access-key", "key")
                .containsEntry("secret-key", "geheim")
                .containsEntry("part-size", "8MiB")
                .doesNotContainKey("limit");
    }
}
