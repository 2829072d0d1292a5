package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.digest.DigestAlgorithm;
import io.headroom.server.digest.DigestTarget;
import io.headroom.spi.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DigestSettingsTest {
    private static final String HASH = new PasswordHashes().hash("secret");
    private static final String SHA = "SHA-256:" + DigestAlgorithm.SHA_256.secret("alice", "Headroom", "secret");
    private static final String MD5 = "MD5:" + DigestAlgorithm.MD5.secret("alice", "Headroom", "secret");

    private static DigestSettings settings(Map<Setting, String> given) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.USERS, "alice=" + HASH + "\nbob=" + HASH);
        all.put(Setting.GROUPS, "staff=alice");
        all.putAll(given);
        return ServerConfig.of(Path.of("."), all).digest();
    }

    @Test
    void itIsOffAtFirst() {
        assertThat(settings(Map.of(Setting.DIGEST_USERS, "alice=" + SHA)).algorithms())
                .isEmpty();
    }

    @Test
    void usersAreThoseOfTheAccounts() {
        DigestSettings settings = settings(Map.of(Setting.DIGEST, "sha-256", Setting.DIGEST_USERS, "alice=" + SHA));
        assertThat(settings.algorithms()).containsExactly(DigestAlgorithm.SHA_256);
        assertThat(settings.users())
                .singleElement()
                .satisfies(user -> assertThat(user.name()).isEqualTo("alice"));
        assertThat(settings.withoutSecret()).containsExactly("bob");
        assertThat(settings.target()).isEqualTo(DigestTarget.EXACT);
    }

    @Test
    void theBestAlgorithmComesFirstHoweverItIsWritten() {
        DigestSettings settings = settings(Map.of(
                Setting.DIGEST,
                "MD5, SHA-256",
                Setting.DIGEST_USERS,
                "alice=" + SHA + "," + MD5,
                Setting.DIGEST_QUIRKS,
                "true"));
        assertThat(settings.algorithms()).containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        assertThat(settings.target()).isEqualTo(DigestTarget.LENIENT);
        assertThat(settings(Map.of(Setting.DIGEST, "SHA-256,MD5", Setting.DIGEST_USERS, "alice=" + SHA))
                        .withoutSecret())
                .as("MD5 is missing")
                .contains("alice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHA-1 | alice=x | it must be 'off'",
                "SHA-256 | '' | Digest needs 'digest-users'",
                "SHA-256 | alice=x | must look like SHA-256:HEX",
                "SHA-256 | alice | must look like alice: SHA-256:HEX",
                "SHA-256 | carol=MD5:00000000000000000000000000000000 | 'carol' is no user"
            })
    void whatIsWrongIsSaid(String algorithms, String users, String sentence) {
        assertThatThrownBy(() -> settings(Map.of(Setting.DIGEST, algorithms, Setting.DIGEST_USERS, users)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void accountsOfTheDatabaseMayCome() {
        assertThat(settings(Map.of(
                                Setting.ACCOUNTS,
                                "database",
                                Setting.DIGEST,
                                "MD5",
                                Setting.DIGEST_USERS,
                                "carol=" + MD5))
                        .users())
                .hasSize(1);
    }

    @Test
    void aUserStandsThereOnce() {
        assertThatThrownBy(() -> settings(
                        Map.of(Setting.DIGEST, "MD5", Setting.DIGEST_USERS, "alice=" + MD5 + "\nalice=" + MD5)))
                .hasMessageContaining("there are two lines for 'alice'");
    }

    private static String hash(String password, String... arguments) {
        HashCommand command = new HashCommand(new PasswordPrompt(
                Optional.empty(), new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8))));
        StringWriter out = new StringWriter();
        command.run(new CommandLine(command.spec()).parseArgs(arguments), new PrintWriter(out));
        return out.toString().strip();
    }

    @Test
    void theCommandLineMakesWhatTheSettingWants() {
        assertThat(hash("secret", "--digest", "alice")).isEqualTo(SHA);
        assertThat(hash("secret", "--digest", "alice", "--md5")).isEqualTo(SHA + "," + MD5);
        assertThat(hash("secret")).startsWith("$argon2id$");
        assertThatThrownBy(() -> hash("secret", "--digest", "al:ice")).isInstanceOf(SettingsException.class);
    }
}
