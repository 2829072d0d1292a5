package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The groups that a directory has people in, and what they may do here. */
@Timeout(60)
final class DirectoryGroupsIT extends DirectoryLogins {
    @Test
    void peopleHaveHomesAndTheRightsOfTheirGroups() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(
                directory,
                Setting.HOME,
                "/home/{user}",
                Setting.HOME_QUOTA,
                "1MiB",
                Setting.PERMISSIONS,
                "/shared=@staff:write,users:read");
        Dav alice = server.dav().as("alice", "alice");
        Dav bob = server.dav().as("bob", "bob");
        assertThat(alice.put("/home/alice/file", "x").status()).isEqualTo(201);
        assertThat(bob.put("/home/alice/file", "y").status()).isEqualTo(403);
        assertThat(alice.request("MKCOL", "/shared").send().status()).isEqualTo(201);
        assertThat(alice.put("/shared/file", "x").status()).isEqualTo(201);
        assertThat(bob.get("/shared/file").status()).isEqualTo(200);
        assertThat(bob.put("/shared/file", "y").status()).isEqualTo(403);
        assertThat(server.quotas().list()).hasSize(2);
    }

    @Test
    void groupsAreSearchedForWhereTheyNameTheirMembers() throws Exception {
        TestDirectory directory = directory();
        String odd = "cn=(odd) \\2a," + TestDirectory.PEOPLE;
        directory.add("dn: " + odd, "objectClass: person", "cn: (odd) *", "uid: odd", "userPassword: odd");
        directory.add(
                "dn: cn=writers," + TestDirectory.GROUPS, "objectClass: groupOfNames", "cn: writers", "member: " + odd);
        directory.add(
                "dn: cn=posix," + TestDirectory.GROUPS, "objectClass: posixGroup", "cn: posix", "memberUid: alice");
        String permissions = "/=users:read\n/box=@writers:write\n/posix=@posix:write";
        TestServer server = searching(
                directory,
                Setting.LDAP_GROUPS_BASE,
                TestDirectory.GROUPS,
                Setting.LDAP_GROUP_FILTER,
                "(|(member={dn})(memberUid={user}))",
                Setting.PERMISSIONS,
                permissions);
        assertThat(server.dav().as("odd", "odd").request("MKCOL", "/box").send().status())
                .isEqualTo(201);
        assertThat(server.dav()
                        .as("odd", "odd")
                        .request("MKCOL", "/posix")
                        .send()
                        .status())
                .isEqualTo(403);
        assertThat(server.dav()
                        .as("alice", "alice")
                        .request("MKCOL", "/posix")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(server.dav()
                        .as("bob", "bob")
                        .request("MKCOL", "/posix/x")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void namesThatCanNotBeHereDoNotCount() throws Exception {
        TestDirectory directory = directory();
        directory.person("a/b", "mail: slash");
        directory.set(
                directory.person("eve"),
                "memberOf",
                "cn=../staff," + TestDirectory.GROUPS,
                "cn=staff,ou=elsewhere,dc=example,dc=org",
                "no name at all");
        String filter = "(|(uid={user})(mail={user}))";
        TestServer server = searching(
                directory,
                Setting.LDAP_FILTER,
                filter,
                Setting.LDAP_GROUPS_BASE,
                TestDirectory.GROUPS,
                Setting.PERMISSIONS,
                "/=users:read,@staff:write");
        assertThat(login(server, "slash", "a/b")).isEqualTo(401);
        assertThat(login(server, "eve", "eve")).isEqualTo(207);
        assertThat(server.dav().as("eve", "eve").put("/file", "x").status())
                .as("a group elsewhere")
                .isEqualTo(403);
        assertThat(server.dav().as("alice", "alice").put("/file", "x").status()).isEqualTo(201);
    }
}
