package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in the file is said with the file, the line and the key. */
class SettingsFileTest {
    private static final String USERS = "users:\n  alice: $argon2id$a\n  bob: $argon2id$b\n";

    @TempDir
    private Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("headroom.yaml"), yaml);
    }

    private ServerConfig config(Path file) {
        return ServerConfig.of(new StorageLocation.Folder(folder), SettingsFile.read(file));
    }

    private void assertWrong(String yaml, int line, String... parts) throws IOException {
        Path file = file(yaml);
        assertThatThrownBy(() -> config(file))
                .isInstanceOf(SettingsException.class)
                .message()
                .startsWith(file + ":" + line + ": ")
                .contains(parts)
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "ports, port",
        "read_only, read-only",
        "permision, permissions",
        "tls-cert, ''",
        "colour, ''",
    })
    void anUnknownKeyIsRefusedAndTheNearestNamed(String typed, String meant) throws IOException {
        assertWrong(
                "# a comment\nsync: never\n" + typed + ": 1\n",
                3,
                "'" + typed + "' does not exist." + (meant.isEmpty() ? "" : " Did you mean '" + meant + "'?"));
    }

    @Test
    void aWrongValueHasItsLine() throws IOException {
        assertWrong("\n\nport: eighty\n", 3, "'port' is 'eighty'", "whole number from 0 to 65535");
        assertWrong("sync: never\nread-only: maybe\n", 2, "'read-only' is 'maybe'", "true or false");
        assertWrong("sync: never\nlargest-file: huge\n", 2, "'largest-file' is wrong");
        assertWrong("sync: never\nfloor: much\n", 2, "'floor' is wrong");
        assertWrong("sync: never\nthresholds: 80;90\n", 2, "'thresholds'");
        assertWrong("sync: never\npath-prefix: dav\n", 2, "'path-prefix'", "/dav");
        assertWrong("sync: never\ntrusted-proxies: me\n", 2, "'trusted-proxies' has 'me'");
        assertWrong("sync: never\nwebhook: example.org\n", 2, "'webhook'", "https://example.org/hook");
        assertWrong("sync: never\nhome-quota: lots\n", 2, "'home-quota'");
        assertWrong("port: 8080\nhost: 0.0.0.0\n", 2, "--allow-anonymous");
        assertWrong("port: 8080\nhost: 1.2.3.4.5.6.invalid\n", 2, "'host'", "unknown");
        assertWrong("port: 8080\ns3-part-size: 8MiB\n", 2, "'s3-part-size' is for S3 stores");
    }

    @Test
    void aWrongKindOfValueHasItsLine() throws IOException {
        assertWrong("sync: never\nport: [1, 2]\n", 2, "'port' needs one value, not several");
        assertWrong("sync: never\nport:\n", 2, "'port' needs a value");
        assertWrong("sync: never\nhost: {a: b}\n", 2, "'host' needs one value");
        assertWrong("- port\n", 1, "lines such as 'port: 8080'");
        assertWrong("port\n", 1, "lines such as 'port: 8080'");
        assertWrong("users:\n  alice:\n    password: x\n", 3, "'users' needs one value here");
        assertWrong("users:\n  alice:\n", 2, "'users' needs one value here");
        assertWrong(USERS + "groups:\n  staff: []\n", 5, "'groups' has nothing for 'staff'");
    }

    @Test
    void whatIsWrongInsideAListHasItsOwnLine() throws IOException {
        assertWrong("users:\n  alice: $argon2id$a\n  bob: secret\n", 3, "'users'", "the user 'bob'", "headroom hash");
        assertWrong("users:\n  a/b: $argon2id$a\n", 2, "'users'", "The user name 'a/b'");
        assertWrong(USERS + "groups:\n  staff:\n    - alice\n    - carol\n", 7, "'groups'", "'carol', who is no user");
        assertWrong(USERS + "permissions:\n  /a:\n    alice: write\n    bob: raed\n", 7, "'permissions'", "'raed'");
        assertWrong(USERS + "permissions:\n  /a: {alice: read}\n  b: {bob: read}\n", 6, "'permissions'", "with a path");
        assertWrong(USERS + "home: /home\n", 4, "'home'", "/home/{user}");
        assertWrong("sync: never\npermissions:\n  /: {anyone: read}\n", 3, "'permissions'", "no users");
        assertWrong("quota:\n  - /a=1GiB\n  - /b=much\n", 3, "'quota'", "much");
        assertWrong("quota:\n  /a: 1GiB\n  /b: much\n", 3, "'quota'", "much");
    }

    @Test
    void whatStandsThereTwiceIsRefused() throws IOException {
        assertWrong("port: 1\nsync: never\nport: 2\n", 3, "'port' stands in line 1 already");
        assertWrong("users:\n  alice: $argon2id$a\n  alice: $argon2id$b\n", 3, "'alice' stands in line 2 already");
        assertWrong(USERS + "permissions:\n  /a:\n    bob: read\n    bob: write\n", 7, "'bob' stands in line 6");
    }

    @Test
    void whatIsNoYamlIsSaidOnOneLine() throws IOException {
        assertWrong("port: 1\n sync: never\n", 2, "not valid YAML: mapping values are not allowed here");
        assertWrong("port: 1\n\tsync: never\n", 2, "not valid YAML");
        assertWrong("port: 'x\n", 1, "not valid YAML", "unexpected end");
        assertWrong("port: 1\n---\nport: 2\n", 3, "second document");
        assertThatThrownBy(() -> SettingsFile.read(folder.resolve("missing.yaml")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void anEmptyFileSetsNothing() throws IOException {
        for (String yaml : List.of("", "# only a comment\n", "---\n")) {
            GivenSettings settings = SettingsFile.read(file(yaml));
            for (Setting setting : Setting.values()) {
                assertThat(settings.has(setting)).isFalse();
            }
        }
    }

    @Test
    void eachEntryKnowsItsLine() throws IOException {
        GivenSettings settings = SettingsFile.read(file(USERS + "groups:\n  staff: [alice,\n    bob]\n"));
        assertThat(settings.entries(Setting.GROUPS))
                .containsExactly(
                        new Entry("staff=alice", new Origin.InFile(folder.resolve("headroom.yaml"), 5)),
                        new Entry("staff=bob", new Origin.InFile(folder.resolve("headroom.yaml"), 6)));
    }
}
