package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.LDAPException;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People of a directory log in, by LDAP. */
@Timeout(60)
final class DirectoryIT {
    private static final String PATTERN = "uid={user}," + TestDirectory.PEOPLE;

    @TempDir
    private static Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    private <T extends AutoCloseable> T closing(T part) {
        open.add(0, part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
    }

    private TestDirectory directory() throws LDAPException {
        TestDirectory directory = closing(TestDirectory.start());
        directory.person("alice", "memberOf: cn=staff," + TestDirectory.GROUPS);
        directory.person("bob");
        return directory;
    }

    /** @param more settings and their values, by turns */
    private TestServer server(String url, Object... more) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.LDAP_URL, url);
        for (int i = 0; i < more.length; i += 2) {
            settings.put((Setting) more[i], more[i + 1].toString());
        }
        return closing(TestServer.start(settings, clock -> new MemoryStorage(Storages.ROOM, clock)));
    }

    /** One that binds as whoever logs in. */
    private TestServer binding(TestDirectory directory, Object... more) {
        return server(
                directory.url(),
                Stream.concat(Stream.of(Setting.LDAP_USER_DN, PATTERN), Stream.of(more))
                        .toArray());
    }

    /** One that searches with an account of its own. */
    private TestServer searching(TestDirectory directory, Object... more) throws IOException {
        Object[] account = {
            Setting.LDAP_BASE,
            TestDirectory.PEOPLE,
            Setting.LDAP_BIND_DN,
            TestDirectory.SERVICE,
            Setting.LDAP_BIND_PASSWORD_FILE,
            Files.writeString(folder.resolve("service"), TestDirectory.SERVICE_PASSWORD + "\n")
        };
        return server(
                directory.url(),
                Stream.concat(Stream.of(account), Stream.of(more)).toArray());
    }

    private static int login(TestServer server, String name, String password) {
        return server.dav()
                .as(name, password)
                .propfindBody("/", "0", "<D:propname/>")
                .status();
    }

    private static String principal(TestServer server, String name, String password) {
        return server.dav()
                .as(name, password)
                .propfindBody("/", "0", "<D:prop><D:current-user-principal/></D:prop>")
                .text()
                .replaceAll("(?s).*<D:href>/.headroom/principals/(.*?)</D:href>.*", "$1");
    }

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
    void aDirectoryThatIsDownIsNobodysFault() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory, Setting.USERS, "local=" + new PasswordHashes().hash("local"));
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        directory.stop();
        for (int i = 0; i < 8; i++) {
            Answer answer = server.dav().as("bob", "bob").get("/");
            assertThat(answer.status()).as("never 401, and never 429").isEqualTo(503);
            assertThat(Integer.parseInt(answer.require("Retry-After"))).isPositive();
        }
        assertThat(login(server, "alice", "alice")).as("known").isEqualTo(207);
        assertThat(login(server, "local", "local")).isEqualTo(207);
    }

    @Test
    void theNextServerIsAskedWhenOneDoesNotAnswer() throws Exception {
        TestDirectory gone = directory();
        String nobodyThere = gone.url();
        gone.stop();
        TestDirectory directory = directory();
        TestServer server = server(nobodyThere + ", " + directory.url(), Setting.LDAP_USER_DN, PATTERN);
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        assertThat(login(server, "bob", "alice")).isEqualTo(401);
    }

    @Test
    void anAccountOfTheServersOwnThatIsRefusedIsNobodysFault() throws Exception {
        TestDirectory directory = directory();
        TestServer server = searching(directory);
        directory.set(TestDirectory.SERVICE, "userPassword", "changed");
        assertThat(login(server, "alice", "alice")).isEqualTo(503);
    }

    @Test
    void aDirectoryThatSaysNothingHoldsNobodyForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestServer server = server(
                    "ldap://127.0.0.1:" + silent.getLocalPort(),
                    Setting.LDAP_USER_DN,
                    PATTERN,
                    Setting.LDAP_TIMEOUT,
                    "1");
            Answer answer = server.dav().as("alice", "alice").get("/");
            assertThat(answer.status()).isEqualTo(503);
            answer.require("Retry-After");
        }
    }

    @Test
    void aDirectoryThatSaysNothingIsAskedForAFewPeopleOnly() throws Exception {
        ServerSocket silent = closing(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        List<Socket> connections = new CopyOnWriteArrayList<>();
        Thread taking = new Thread(() -> takeAll(silent, connections), "silent directory");
        taking.start();
        TestServer server = server(
                "ldap://127.0.0.1:" + silent.getLocalPort(), Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_TIMEOUT, "30");
        ExecutorService people = Executors.newFixedThreadPool(40);
        try {
            CompletionService<Integer> logins = new ExecutorCompletionService<>(people);
            for (int i = 0; i < 40; i++) {
                String name = "user" + i;
                logins.submit(() -> login(server, name, "secret"));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(logins.take().get()).as("too many wait").isEqualTo(503);
            }
            assertThat(connections).hasSizeLessThanOrEqualTo(8);
            silent.close();
            taking.join();
            for (Socket each : connections) {
                each.close();
            }
            for (int i = 8; i < 40; i++) {
                assertThat(logins.take().get()).isEqualTo(503);
            }
        } finally {
            people.shutdownNow();
        }
    }

    private static void takeAll(ServerSocket server, List<Socket> connections) {
        try {
            while (true) {
                connections.add(server.accept());
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }

    /** Another server might be anybody's, and would be sent the password. */
    @Test
    void referralsAreNotFollowed() throws Exception {
        TestDirectory other = directory();
        other.person("mallory");
        TestDirectory directory = directory();
        directory.add(
                "dn: ou=branch," + TestDirectory.PEOPLE,
                "objectClass: referral",
                "ou: branch",
                "ref: " + other.url() + "/" + TestDirectory.PEOPLE + "??sub");
        directory.add(
                "dn: uid=mallory," + TestDirectory.PEOPLE,
                "objectClass: referral",
                "uid: mallory",
                "ref: " + other.url() + "/uid=mallory," + TestDirectory.PEOPLE);
        assertThat(login(searching(directory), "mallory", "mallory")).isEqualTo(401);
        assertThat(login(binding(directory), "mallory", "mallory")).isEqualTo(401);
        assertThat(login(searching(directory), "alice", "alice")).isEqualTo(207);
        assertThat(other.binds()).isEmpty();
    }

    @Test
    void connectionsAreSecuredAndTheServerIsTheRightOne() throws Exception {
        TestCertificate certificate = TestCertificate.of("localhost");
        Path trusted = certificate.write(folder.resolve("ca.pem"));
        Path other = TestCertificate.of("localhost").write(folder.resolve("other.pem"));
        TestDirectory directory = closing(TestDirectory.start(certificate));
        directory.person("alice");
        TestServer secured = server(directory.tlsUrl(), Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_CA_FILE, trusted);
        assertThat(login(secured, "alice", "alice")).isEqualTo(207);
        assertThat(login(secured, "alice", "bob")).isEqualTo(401);
        TestServer startTls = binding(directory, Setting.LDAP_START_TLS, "true", Setting.LDAP_CA_FILE, trusted);
        assertThat(login(startTls, "alice", "alice")).isEqualTo(207);
        assertThat(login(startTls, "alice", "bob")).isEqualTo(401);
        int binds = directory.binds().size();
        for (Object[] wrong : new Object[][] {
            {directory.tlsUrl(), "false", other},
            {directory.tlsUrl().replace("localhost", "127.0.0.1"), "false", trusted},
            {directory.url(), "true", other},
            {directory.url().replace("localhost", "127.0.0.1"), "true", trusted}
        }) {
            TestServer server = server(
                    wrong[0].toString(),
                    Setting.LDAP_USER_DN,
                    PATTERN,
                    Setting.LDAP_START_TLS,
                    wrong[1],
                    Setting.LDAP_CA_FILE,
                    wrong[2]);
            assertThat(login(server, "alice", "alice"))
                    .as(List.of(wrong).toString())
                    .isEqualTo(503);
        }
        assertThat(directory.binds()).as("no password was sent").hasSize(binds);
        await().untilAsserted(() -> assertThat(directory.connections()).isZero());
    }

    @Test
    void withoutStartTlsNoPasswordIsSentWhereItIsAskedFor() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory, Setting.LDAP_START_TLS, "true");
        assertThat(login(server, "alice", "alice")).isEqualTo(503);
        assertThat(directory.binds()).isEmpty();
    }
}
