package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People of a directory log in, by LDAP. */
@Timeout(60)
final class DirectoryIT extends DirectoryLogins {
    @Test
    void whoeverTheDirectoryLetsBindIsLoggedIn() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory);
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        assertThat(login(server, "alice", "bob")).isEqualTo(401);
        assertThat(login(server, "carol", "carol")).isEqualTo(401);
        assertThat(server.dav().get("/").require("WWW-Authenticate")).startsWith("Basic ");
        await().untilAsserted(() -> assertThat(directory.connections()).isZero());
    }

    @Test
    void whoeverIsFoundIsLoggedInWithTheOwnPassword() throws Exception {
        TestDirectory directory = directory();
        TestServer server = searching(directory);
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        assertThat(login(server, "alice", TestDirectory.SERVICE_PASSWORD)).isEqualTo(401);
        assertThat(login(server, "carol", "carol")).isEqualTo(401);
        await().untilAsserted(() -> assertThat(directory.connections()).isZero());
    }

    @Test
    void whatWasRightAMomentAgoIsNotAskedAgain() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory);
        for (int i = 0; i < 3; i++) {
            assertThat(login(server, "alice", "alice")).isEqualTo(207);
        }
        assertThat(directory.binds()).hasSize(1);
    }

    @Test
    void anEmptyPasswordIsNeverSent() throws Exception {
        TestDirectory directory = directory();
        for (TestServer server : List.of(binding(directory), searching(directory))) {
            assertThat(login(server, "alice", "")).isEqualTo(401);
        }
        assertThat(directory.binds()).isEmpty();
    }

    /** Active Directory takes such names, and searches as whoever is bound. */
    @Test
    void peopleOfActiveDirectoryBindByTheirPrincipalName() throws Exception {
        TestDirectory directory = closing(TestDirectory.start());
        String alice = directory.person("alice", "sAMAccountName: Alice");
        String bob = directory.person("bob", "sAMAccountName: bob");
        directory.call(alice, "alice@example.org");
        directory.call(bob, "Bob@example.org");
        // Somebody made a name of their own that looks like another's.
        directory.call(alice, "bob@example.org");
        TestServer server = server(
                directory.url(),
                Setting.LDAP_USER_DN,
                "{user}@example.org",
                Setting.LDAP_BASE,
                "dc=example,dc=org",
                Setting.LDAP_NAME_ATTRIBUTE,
                "sAMAccountName");
        assertThat(principal(server, "alice", "alice")).isEqualTo("Alice");
        assertThat(login(server, "alice", "bob")).isEqualTo(401);
        assertThat(login(server, "bob", "alice"))
                .as("bound as alice, found bob")
                .isEqualTo(401);
        assertThat(principal(server, "Bob", "bob")).isEqualTo("bob");
    }

    @Test
    void whoIsSwitchedOffInTheDirectoryIsOutAfterFiveMinutes() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory);
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        directory.disable("uid=alice," + TestDirectory.PEOPLE);
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        server.clock().advance(Duration.ofMinutes(5));
        assertThat(login(server, "alice", "alice")).isEqualTo(401);
    }

    @Test
    void accountsOfTheSettingsComeFirst() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory, Setting.USERS, "alice=" + new PasswordHashes().hash("other"));
        assertThat(login(server, "alice", "other")).isEqualTo(207);
        assertThat(login(server, "alice", "alice")).isEqualTo(401);
        assertThat(login(server, "Alice", "alice"))
                .as("nobody else becomes alice")
                .isEqualTo(401);
        assertThat(login(server, "bob", "bob")).isEqualTo(207);
    }
}
