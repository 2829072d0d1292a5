package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.access.AccessRule;
import io.headroom.server.access.Right;
import io.headroom.server.access.Subject;
import io.headroom.server.account.Account;
import io.headroom.server.account.PasswordHashes;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleSettingsTest {
    private static final String HASH = new PasswordHashes().hash("secret");

    @TempDir
    private Path folder;

    private ServerConfig config(Map<Setting, String> settings) {
        return ServerConfig.of(folder, settings);
    }

    @Test
    void aFileNamesUsersGroupsAndPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("headroom.yaml"), """
                users:
                  alice: %s
                  bob: "%s"
                groups:
                  staff: [alice, bob]
                permissions:
                  /projects: {alice: write, "@staff": read}
                  /public: {anyone: read}
                home: /home/{user}
                home-quota: 10GiB
                """.formatted(HASH, HASH));
        ServerConfig config = ServerConfig.of(new StorageLocation.Folder(folder), SettingsFile.read(file));
        assertThat(config.people().accounts())
                .containsExactly(
                        new Account("alice", HASH, Set.of("staff"), false),
                        new Account("bob", HASH, Set.of("staff"), false));
        ResourcePath projects = ResourcePath.parse("/projects");
        assertThat(config.people().rules())
                .containsExactly(
                        new AccessRule(projects, new Subject.User("alice"), Right.WRITE),
                        new AccessRule(projects, new Subject.Group("staff"), Right.READ),
                        new AccessRule(ResourcePath.parse("/public"), new Subject.Anyone(), Right.READ));
        assertThat(config.homeQuota().orElseThrow().bytes()).hasValue(10L << 30);
    }

    @Test
    void wordsThatYamlTakesForTrueAndFalseAreWords() throws IOException {
        Path file = Files.writeString(folder.resolve("headroom.yaml"), """
                admin-port: off
                thresholds: off
                s3-conditional-writes: no
                s3-copy-conditions: yes
                read-only: true
                """);
        GivenSettings settings = SettingsFile.read(file);
        assertThat(settings.text(Setting.ADMIN_PORT)).isEqualTo("off");
        assertThat(settings.text(Setting.THRESHOLDS)).isEqualTo("off");
        assertThat(settings.text(Setting.S3_CONDITIONAL_WRITES)).isEqualTo("no");
        assertThat(settings.text(Setting.S3_COPY_CONDITIONS)).isEqualTo("yes");
        assertThat(settings.text(Setting.READ_ONLY)).isEqualTo("true");
    }

    @Test
    void theOnlyUserHasAPasswordFile() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        ServerConfig config = config(Map.of(Setting.USER, "alice", Setting.PASSWORD_FILE, password.toString()));
        Account account = config.people().accounts().get(0);
        assertThat(account.name()).isEqualTo("alice");
        assertThat(new PasswordHashes().matches("secret", account.passwordHash()))
                .isTrue();
    }

    @Test
    void passwordsGoBeyondThisMachineOverTlsOnly() {
        Map<Setting, String> settings = Map.of(Setting.HOST, "0.0.0.0", Setting.USERS, "alice=" + HASH);
        assertThatThrownBy(() -> config(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--allow-plain-http");
        assertThat(config(Map.of(
                                Setting.HOST,
                                "0.0.0.0",
                                Setting.USERS,
                                "alice=" + HASH,
                                Setting.ALLOW_PLAIN_HTTP,
                                "true"))
                        .people()
                        .accounts())
                .hasSize(1);
    }

    @Test
    void withAccountsInTheDatabaseRightsMayNameWhomTheSettingsDoNotKnow() {
        PeopleSettings people = config(Map.of(
                        Setting.ACCOUNTS,
                        "database",
                        Setting.PERMISSIONS,
                        "/=alice:read",
                        Setting.HOME,
                        "/home/{user}"))
                .people();
        assertThat(people.database()).isTrue();
        assertThat(people.hasLogins()).isTrue();
        assertThat(people.rules()).hasSize(1);
        assertWrong(Map.of(Setting.ACCOUNTS, "database", Setting.HOST, "0.0.0.0"), "--allow-plain-http");
        assertWrong(Map.of(Setting.ACCOUNTS, "database", Setting.GROUPS, "staff=alice"), "'headroom user'");
        assertWrong(Map.of(Setting.ACCOUNTS, "file"), "it must be settings or database");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertWrong(Map.of(Setting.USERS, "alice=secret"), "'./headroom hash' makes one");
        assertWrong(Map.of(Setting.USERS, "alice"), "does not look like alice: HASH");
        assertWrong(Map.of(Setting.USERS, "a/b=" + HASH), "The user name 'a/b'");
        assertWrong(Map.of(Setting.GROUPS, "staff=carol", Setting.USERS, "alice=" + HASH), "'carol', who is no user");
        assertWrong(Map.of(Setting.PERMISSIONS, "/=users:read"), "no users who could log in");
        assertWrong(Map.of(Setting.USERS, "alice=" + HASH, Setting.PERMISSIONS, "/=alice:all"), "none, read or write");
        assertWrong(Map.of(Setting.USERS, "alice=" + HASH, Setting.PERMISSIONS, "x=alice:read"), "begin with a path");
        assertWrong(Map.of(Setting.USERS, "alice=" + HASH, Setting.HOME, "/home"), "/home/{user}");
        assertWrong(Map.of(Setting.USER, "alice"), "belong together");
        assertWrong(
                Map.of(
                        Setting.USER,
                        "alice",
                        Setting.PASSWORD_FILE,
                        folder.resolve("none").toString()),
                "can't be read");
    }

    private void assertWrong(Map<Setting, String> settings, String message) {
        assertThatThrownBy(() -> config(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }
}
