package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.directory.DirectorySettings;
import io.headroom.server.directory.FilterPattern;
import io.headroom.server.directory.NamePattern;
import io.headroom.server.directory.SearchAccount;
import io.headroom.server.tls.Authorities;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySectionTest {
    private static final String PATTERN = "uid={user},ou=people,dc=example,dc=org";

    @TempDir
    private Path folder;

    private static Map<Setting, String> settings(Object... keysAndValues) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put((Setting) keysAndValues[i], keysAndValues[i + 1].toString());
        }
        return settings;
    }

    private DirectorySettings read(Object... keysAndValues) {
        return ServerConfig.of(folder, settings(keysAndValues))
                .people()
                .directory()
                .orElseThrow();
    }

    private void assertWrong(String message, Object... keysAndValues) {
        assertThatThrownBy(() -> ServerConfig.of(folder, settings(keysAndValues)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyDefaultIsWhatTheTableSays() throws Exception {
        assertThat(ServerConfig.of(folder, Map.of()).people().directory()).isEmpty();
        DirectorySettings settings =
                read(Setting.LDAP_URL, "ldaps://one, LDAPS://two:1636/", Setting.LDAP_USER_DN, PATTERN);
        assertThat(settings.urls()).containsExactly(URI.create("ldaps://one"), URI.create("ldaps://two:1636"));
        assertThat(settings.startTls()).isFalse();
        assertThat(settings.authorities()).isEqualTo(Authorities.OF_JAVA);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.users().pattern()).contains(new NamePattern(PATTERN));
        assertThat(settings.users().filter()).isEmpty();
        assertThat(settings.users().attribute()).isEqualTo("uid");
        assertThat(settings.groups().base()).isEqualTo(new LdapName(""));
        assertThat(settings.groups().filter()).isEmpty();
        assertThat(settings.groups().attribute()).isEqualTo("cn");
    }

    @Test
    void whoeverSearchesHasAnAccountAndAFilter() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        DirectorySettings settings = read(
                Setting.LDAP_URL,
                "ldaps://one",
                Setting.LDAP_BASE,
                "dc=example,dc=org",
                Setting.LDAP_NAME_ATTRIBUTE,
                "sAMAccountName",
                Setting.LDAP_BIND_DN,
                "cn=headroom",
                Setting.LDAP_BIND_PASSWORD_FILE,
                password);
        assertThat(settings.users().filter()).contains(new FilterPattern("(sAMAccountName={user})"));
        assertThat(settings.users().account()).isEqualTo(new SearchAccount("cn=headroom", "secret"));
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void peopleOfADirectoryHavePermissionsAndHomes() {
        ServerConfig config = ServerConfig.of(
                folder,
                settings(
                        Setting.LDAP_URL,
                        "ldaps://one",
                        Setting.LDAP_USER_DN,
                        PATTERN,
                        Setting.PERMISSIONS,
                        "/=@staff:write",
                        Setting.HOME,
                        "/home/{user}"));
        assertThat(config.people().rules()).hasSize(1);
        assertThat(config.people().homes()).isPresent();
    }

    @Test
    void passwordsGoBeyondThisMachineOverTlsOnly() {
        assertWrong(
                "--allow-plain-http",
                Setting.HOST,
                "0.0.0.0",
                Setting.LDAP_URL,
                "ldaps://one",
                Setting.LDAP_USER_DN,
                PATTERN);
        assertWrong("would let others on the way read", Setting.LDAP_URL, "ldap://one", Setting.LDAP_USER_DN, PATTERN);
        assertWrong(
                "would let others on the way read",
                Setting.LDAP_URL,
                "ldaps://one,ldap://127.0.0.1.example.org",
                Setting.LDAP_USER_DN,
                PATTERN);
        assertThat(read(Setting.LDAP_URL, "ldap://one", Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_START_TLS, "true")
                        .startTls())
                .isTrue();
        read(Setting.LDAP_URL, "ldap://one", Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_ALLOW_PLAIN, "true");
        for (String here : new String[] {"ldap://localhost", "ldap://127.0.0.1:389", "ldap://[::1]"}) {
            read(Setting.LDAP_URL, here, Setting.LDAP_USER_DN, PATTERN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldap.example.org",
                "http://localhost",
                "ldap://localhost/dc=example",
                "ldap://localhost?uid",
                "ldap://user:secret@localhost",
                "ldap://",
                "ldaps://one,",
                "ldap://a b"
            })
    void anAddressHasASchemeAndAHostAndNothingElse(String url) {
        assertWrong("must look like ldaps://ldap.example.org", Setting.LDAP_URL, url, Setting.LDAP_USER_DN, PATTERN);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Object[] url = {Setting.LDAP_URL, "ldaps://one"};
        assertWrong("'ldap-base' needs 'ldap-url'", Setting.LDAP_BASE, "dc=org");
        assertWrong("Without 'ldap-base' nobody can be found", url);
        assertWrong("Without 'ldap-base' nobody can be found", and(url, Setting.LDAP_USER_DN, "{user}@example.org"));
        assertWrong("must hold {user}", and(url, Setting.LDAP_USER_DN, "uid=alice,dc=org"));
        assertWrong("must hold {user}", and(url, Setting.LDAP_BASE, "dc=org", Setting.LDAP_FILTER, "(uid=*)"));
        assertWrong(
                "must look like (uid={user})",
                and(url, Setting.LDAP_BASE, "dc=org", Setting.LDAP_FILTER, "uid={user}"));
        assertWrong("must look like ou=people", and(url, Setting.LDAP_BASE, "people"));
        assertWrong("belong together", and(url, Setting.LDAP_BASE, "dc=org", Setting.LDAP_BIND_DN, "cn=x"));
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertWrong(
                "is empty",
                and(
                        url,
                        Setting.LDAP_BASE,
                        "dc=org",
                        Setting.LDAP_BIND_DN,
                        "cn=x",
                        Setting.LDAP_BIND_PASSWORD_FILE,
                        empty));
        assertWrong(
                "can't be read",
                and(
                        url,
                        Setting.LDAP_BASE,
                        "dc=org",
                        Setting.LDAP_BIND_DN,
                        "cn=x",
                        Setting.LDAP_BIND_PASSWORD_FILE,
                        folder.resolve("none")));
        Path password = Files.writeString(folder.resolve("password"), "secret");
        assertWrong(
                "exclude each other",
                and(
                        url,
                        Setting.LDAP_USER_DN,
                        PATTERN,
                        Setting.LDAP_BIND_DN,
                        "cn=x",
                        Setting.LDAP_BIND_PASSWORD_FILE,
                        password));
        assertWrong("begins with TLS", and(url, Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_START_TLS, "true"));
        assertWrong("There is no certificate in", and(url, Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_CA_FILE, empty));
        assertWrong("can't be used", and(url, Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_CA_FILE, password));
        assertWrong(
                "everybody would be in every group",
                and(url, Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_GROUP_FILTER, "(cn=*)"));
        assertWrong(
                "is no name of an attribute",
                and(url, Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_NAME_ATTRIBUTE, "uid)(x"));
        assertWrong("from 1 to 60", and(url, Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_TIMEOUT, "0"));
    }

    private static Object[] and(Object[] some, Object... more) {
        Object[] both = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, both, some.length, more.length);
        return both;
    }
}
