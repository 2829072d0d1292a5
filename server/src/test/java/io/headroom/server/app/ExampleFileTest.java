package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/headroom.yaml} names every setting with its sentence and default, and what it shows can be taken as it is. */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "headroom.yaml");

    /** They are nothing without another one. */
    private static final Set<Setting> NOT_ALONE = EnumSet.of(Setting.USER, Setting.PASSWORD_FILE, Setting.TLS_KEY);

    @TempDir
    private Path folder;

    /** The first block is the head of the file. */
    private static List<String> blocks() throws IOException {
        List<String> blocks = List.of(Files.readString(EXAMPLE).split("\n\n", -1));
        return blocks.subList(1, blocks.size());
    }

    private static String sentence(String block) {
        return block.lines()
                .filter(line -> line.startsWith("# ") && !line.startsWith("#  "))
                .map(line -> line.substring(2))
                .collect(Collectors.joining(" "));
    }

    /** What is there once the marks of comments are taken away. */
    private static String settings(String block) {
        return block.lines()
                .filter(line -> (line.startsWith("#") && !line.startsWith("# ")) || line.startsWith("#  "))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    private GivenSettings read(String yaml) throws IOException {
        return SettingsFile.read(Files.writeString(folder.resolve("headroom.yaml"), yaml));
    }

    @Test
    void asItIsItSetsNothing() {
        GivenSettings settings = SettingsFile.read(EXAMPLE);
        for (Setting setting : Setting.values()) {
            assertThat(settings.has(setting)).as(setting.key()).isFalse();
        }
    }

    @Test
    void theDirectoryOfTheExampleCanBeTakenAsAWhole() throws IOException {
        StringBuilder all = new StringBuilder();
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        for (Setting setting : Setting.values()) {
            if (setting.key().startsWith("ldap-")
                    && setting != Setting.LDAP_CA_FILE
                    && setting != Setting.LDAP_USER_DN) {
                all.append(settings(block(setting)).replace("/etc/headroom/ldap-password", secret.toString()));
            }
        }
        assertThat(ServerConfig.of(new StorageLocation.Folder(folder), read(all.toString()))
                        .people()
                        .directory())
                .isPresent();
    }

    @Test
    void theIssuerOfTheExampleCanBeTakenAsAWhole() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Setting setting : Setting.values()) {
            if (setting.key().startsWith("oidc-") && setting != Setting.OIDC_CA_FILE) {
                all.append(settings(block(setting)));
            }
        }
        assertThat(ServerConfig.of(new StorageLocation.Folder(folder), read(all.toString()))
                        .people()
                        .issuer())
                .isPresent();
    }

    private static String block(Setting setting) throws IOException {
        return blocks().get(List.of(Setting.values()).indexOf(setting));
    }

    @Test
    void everySettingStandsThereInOrder() throws IOException {
        assertThat(blocks().stream().map(block -> settings(block).split(":", 2)[0]))
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::key).toList());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void itsSentenceAndItsDefaultAreRightAndTheValueLoads(Setting setting) throws IOException {
        String block = block(setting);
        assertThat(sentence(block)).isEqualTo(setting.sentence());
        GivenSettings settings = read(settings(block));
        assertThat(settings.text(setting)).isNotEmpty();
        if (!setting.defaultValue().isEmpty()) {
            assertThat(settings.text(setting)).isEqualTo(setting.defaultValue());
        }
        if (NOT_ALONE.contains(setting) || setting.key().matches("(ldap|oidc)-.*")) {
            return;
        }
        StorageLocation location = setting.bucketKey().isEmpty()
                ? new StorageLocation.Folder(folder)
                : new StorageLocation.Bucket("bucket", "");
        GivenSettings users = read(settings(block(Setting.USERS)));
        assertThat(ServerConfig.of(location, users.under(settings)).people().accounts())
                .hasSize(2);
    }
}
