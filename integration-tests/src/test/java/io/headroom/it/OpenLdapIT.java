package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People of a real OpenLDAP, by the settings that docs/directory.md gives. */
@Timeout(60)
final class OpenLdapIT {
    private static final String STAFF = "/=users:read\n/box=@staff:write";

    @TempDir
    private static Path folder;

    private static Path trusted;
    private static OpenLdap directory;

    private final List<TestServer> servers = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Needs.program("slapd");
        TestCertificate certificate = TestCertificate.rsa("localhost");
        trusted = certificate.write(folder.resolve("ca.pem"));
        directory = OpenLdap.start(folder, certificate);
        String alice = directory.person("uid=alice," + OpenLdap.PEOPLE, "alice");
        String jane = directory.person("uid=jane\\+doe," + OpenLdap.PEOPLE, "jane+doe");
        String odd = directory.person("cn=Müller\\, (Jürgen) *+sn=x," + OpenLdap.PEOPLE, "jürgen");
        directory.person("uid=bob," + OpenLdap.PEOPLE, "bob");
        directory.add(
                "dn: cn=staff," + OpenLdap.GROUPS,
                "objectClass: groupOfNames",
                "member: " + alice,
                "member: " + jane,
                "member: " + odd);
    }

    @AfterAll
    static void stop() throws Exception {
        if (directory != null) {
            directory.close();
        }
    }

    @AfterEach
    void closeServers() {
        servers.forEach(TestServer::close);
    }

    /** People bind at once, over LDAPS; groups are searched for. */
    private TestServer binding() {
        return server(Map.of(
                Setting.LDAP_URL,
                directory.tlsUrl(),
                Setting.LDAP_USER_DN,
                "uid={user}," + OpenLdap.PEOPLE,
                Setting.LDAP_GROUPS_BASE,
                OpenLdap.GROUPS,
                Setting.LDAP_GROUP_FILTER,
                "(member={dn})"));
    }

    /** People are searched for first, over StartTLS; groups are those of memberOf. */
    private TestServer searching() throws Exception {
        Path password = Files.writeString(folder.resolve("service"), OpenLdap.SERVICE_PASSWORD + "\n");
        return server(Map.of(
                Setting.LDAP_URL,
                directory.url(),
                Setting.LDAP_START_TLS,
                "true",
                Setting.LDAP_BASE,
                OpenLdap.PEOPLE,
                Setting.LDAP_BIND_DN,
                OpenLdap.SERVICE,
                Setting.LDAP_BIND_PASSWORD_FILE,
                password.toString(),
                Setting.LDAP_FILTER,
                "(&(objectClass=person)(|(uid={user})(mail={user})))"));
    }

    private TestServer server(Map<Setting, String> more) {
        Map<Setting, String> settings = new EnumMap<>(more);
        settings.put(Setting.LDAP_CA_FILE, trusted.toString());
        settings.put(Setting.PERMISSIONS, STAFF);
        TestServer server = TestServer.start(settings, clock -> new MemoryStorage(Storages.ROOM, clock));
        servers.add(server);
        return server;
    }

    private static int login(TestServer server, String name, String password) {
        return server.dav()
                .as(name, password)
                .propfindBody("/", "0", "<D:propname/>")
                .status();
    }

    private static int write(TestServer server, String name) {
        Dav dav = server.dav().as(name, name);
        dav.request("MKCOL", "/box").send();
        return dav.put("/box/" + name.length(), "x").status();
    }

    @Test
    void peopleBindAndHaveTheRightsOfTheirGroups() {
        TestServer server = binding();
        assertThat(write(server, "alice")).isEqualTo(201);
        assertThat(write(server, "jane+doe")).isEqualTo(201);
        assertThat(write(server, "bob")).isEqualTo(403);
        assertThat(login(server, "ALICE", "alice")).isEqualTo(207);
        assertThat(login(server, "alice", "bob")).isEqualTo(401);
        assertThat(login(server, "carol", "carol")).isEqualTo(401);
    }

    @Test
    void peopleAreFoundAndHaveTheRightsOfTheirGroups() throws Exception {
        TestServer server = searching();
        assertThat(write(server, "alice")).isEqualTo(201);
        assertThat(write(server, "jane+doe")).isEqualTo(201);
        assertThat(write(server, "jürgen")).isEqualTo(201);
        assertThat(write(server, "bob")).isEqualTo(403);
        assertThat(login(server, "alice", "bob")).isEqualTo(401);
        assertThat(login(server, "carol", "carol")).isEqualTo(401);
    }

    /** OpenLDAP takes such a password, and then lets its owner do nothing but change it. */
    @Test
    void whoMustChangeThePasswordFirstIsNotLetIn() throws Exception {
        directory.set(directory.person("uid=fresh," + OpenLdap.PEOPLE, "fresh"), "pwdReset", "TRUE");
        for (TestServer server : List.of(binding(), searching())) {
            assertThat(login(server, "fresh", "fresh")).isEqualTo(401);
        }
    }

    @Test
    void whoIsLockedIsNotLetIn() throws Exception {
        directory.set(
                directory.person("uid=locked," + OpenLdap.PEOPLE, "locked"), "pwdAccountLockedTime", "000001010000Z");
        for (TestServer server : List.of(binding(), searching())) {
            assertThat(login(server, "locked", "locked")).isEqualTo(401);
        }
    }

    /** Referrals might lead to anybody's server, and nobody listens at this one. */
    @Test
    void referralsAreNotFollowed() throws Exception {
        directory.add(
                "dn: uid=mallory," + OpenLdap.PEOPLE,
                "objectClass: referral",
                "objectClass: extensibleObject",
                "uid: mallory",
                "ref: ldap://127.0.0.1:1/uid=mallory," + OpenLdap.PEOPLE);
        for (TestServer server : List.of(binding(), searching())) {
            assertThat(login(server, "mallory", "mallory")).isEqualTo(401);
            assertThat(login(server, "alice", "alice")).isEqualTo(207);
        }
    }

    @Test
    void aDirectoryComesAndGoes() throws Exception {
        TestServer server = searching();
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        directory.stop();
        try {
            assertThat(login(server, "alice", "alice")).isEqualTo(207);
            Answer answer = server.dav().as("bob", "bob").get("/");
            assertThat(answer.status()).isEqualTo(503);
            answer.require("Retry-After");
            server.clock().advance(Duration.ofMinutes(5));
            assertThat(login(server, "alice", "alice")).isEqualTo(503);
        } finally {
            directory.startAgain();
        }
        assertThat(login(server, "bob", "bob")).isEqualTo(207);
    }
}
