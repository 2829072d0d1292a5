package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people of a directory are called here, whatever they write. */
@Timeout(60)
final class DirectoryNamesIT extends DirectoryLogins {
    @Test
    void aNameIsNeverMoreThanAName() throws Exception {
        TestDirectory directory = directory();
        directory.person("jane+doe");
        String[] names = {
            "*", "a*", "alice)(uid=*", "*)(objectClass=*", "alice,ou=people", "alice\\", "(alice)", "", " "
        };
        for (TestServer server : List.of(binding(directory), searching(directory))) {
            for (String name : names) {
                assertThat(login(server, name, "alice")).as(name).isEqualTo(401);
                server.clock().advance(Duration.ofHours(1));
            }
        }
        assertThat(directory.binds()).isEmpty();
        assertThat(login(searching(directory), "jane+doe", "jane+doe")).isEqualTo(207);
    }

    @Test
    void thereIsOneSpellingOfAName() throws Exception {
        TestDirectory directory = directory();
        for (TestServer server : List.of(
                binding(directory, Setting.HOME, "/home/{user}"), searching(directory, Setting.HOME, "/home/{user}"))) {
            assertThat(principal(server, "ALICE", "alice")).isEqualTo("alice");
            assertThat(server.dav()
                            .as("Alice", "alice")
                            .put("/home/alice/file", "x")
                            .status())
                    .isEqualTo(201);
            assertThat(server.dav()
                            .as("Alice", "alice")
                            .put("/home/Alice/file", "x")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whoHasTwoNamesIsCalledByTheOneOfTheEntry() throws Exception {
        TestDirectory directory = directory();
        directory.set("uid=bob," + TestDirectory.PEOPLE, "uid", "bob", "robert");
        directory.add(
                "dn: cn=Two," + TestDirectory.PEOPLE,
                "objectClass: person",
                "cn: Two",
                "uid: one",
                "uid: two",
                "userPassword: x");
        TestServer server = searching(directory);
        assertThat(principal(server, "robert", "bob")).isEqualTo("bob");
        assertThat(login(server, "one", "x")).as("no telling by which name").isEqualTo(401);
    }

    @Test
    void aNameThatTwoEntriesHaveIsNobodys() throws Exception {
        TestDirectory directory = directory();
        directory.add(
                "dn: cn=Other," + TestDirectory.PEOPLE,
                "objectClass: person",
                "cn: Other",
                "uid: alice",
                "userPassword: x");
        TestServer server = searching(directory);
        assertThat(login(server, "alice", "alice")).isEqualTo(401);
        assertThat(login(server, "alice", "x")).isEqualTo(401);
    }
}
