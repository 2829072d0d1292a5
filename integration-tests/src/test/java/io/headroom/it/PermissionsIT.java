package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Storage;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what where (RFC 3744, as far as it goes here). */
final class PermissionsIT {
    private static final class ReadOnly extends ForwardingStorage {
        ReadOnly(Storage delegate) {
            super(delegate);
        }

        @Override
        public Set<Capability> capabilities() {
            Set<Capability> all = EnumSet.copyOf(super.capabilities());
            all.add(Capability.READ_ONLY);
            return all;
        }

        @Override
        public CollectionResource createCollection(ResourcePath path) {
            throw new UnsupportedException(path, "nothing is made here");
        }
    }

    private TestServer server;
    private Dav admin;
    private Dav alice;
    private Dav bob;

    @BeforeEach
    void start() {
        String hash = new PasswordHashes().hash("secret");
        server = TestServer.start(
                Map.of(
                        Setting.USERS,
                        "admin=" + hash + "\nalice=" + hash + "\nbob=" + hash,
                        Setting.GROUPS,
                        "staff=alice,bob",
                        Setting.PERMISSIONS,
                        """
                        /=admin:write
                        /public=anyone:read,admin:write
                        /team=@staff:write
                        /team/plans=@staff:read,admin:write
                        /team/secret=@staff:none,admin:write
                        """,
                        Setting.HOME,
                        "/home/{user}",
                        Setting.HOME_QUOTA,
                        "1000"),
                clock -> new MemoryStorage(Storages.ROOM, clock));
        Dav nobody = server.dav();
        admin = nobody.as("admin", "secret");
        alice = nobody.as("alice", "secret");
        bob = nobody.as("bob", "secret");
        for (String folder : new String[] {"/public/", "/team/", "/team/plans/", "/team/secret/", "/other/"}) {
            assertThat(admin.mkcol(folder).status()).isEqualTo(201);
        }
        for (String file : new String[] {"/public/a", "/team/a", "/team/plans/a", "/team/secret/a", "/other/a"}) {
            assertThat(admin.put(file, "x").status()).isEqualTo(201);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLongestPathDecides() {
        assertThat(server.dav().get("/public/a").status()).isEqualTo(200);
        assertThat(server.dav().put("/public/a", "y").status()).isEqualTo(401);
        assertThat(alice.get("/public/a").status()).isEqualTo(200);
        assertThat(alice.put("/public/a", "y").status()).isEqualTo(403);
        assertThat(alice.put("/team/a", "y").status()).isEqualTo(204);
        assertThat(alice.get("/team/plans/a").status()).isEqualTo(200);
        assertThat(alice.put("/team/plans/a", "y").status()).isEqualTo(403);
        assertThat(alice.get("/team/secret/a").status()).isEqualTo(403);
        assertThat(alice.get("/other/a").status()).isEqualTo(403);
    }

    @Test
    @Proves("EXT-ACL-07")
    void aRefusalNamesResourceAndPrivilege() {
        Answer answer = alice.put("/team/plans/new", "x");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.conditions()).containsExactly("need-privileges");
        assertThat(answer.text())
                .contains(
                        "<D:resource><D:href>/team/plans/new</D:href><D:privilege><D:write/></D:privilege></D:resource>");
        assertThat(admin.get("/team/plans/new").status()).isEqualTo(404);
    }

    @Test
    void whatMayNotBeReadAnswersAlikeWhetherItIsThereOrNot() {
        Answer there = alice.get("/team/secret/a");
        Answer missing = alice.get("/team/secret/b");
        assertThat(there.status()).isEqualTo(missing.status());
        assertThat(there.text().replace("secret/a", ""))
                .isEqualTo(missing.text().replace("secret/b", ""));
    }

    @Test
    void listingsShowWhatMayBeRead() {
        assertThat(alice.propfind("/team/", "1").hrefs())
                .containsExactlyInAnyOrder("/team/", "/team/a", "/team/plans/");
        assertThat(alice.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/public/", "/team/", "/home/");
        assertThat(alice.propfind("/home/", "1").hrefs()).containsExactlyInAnyOrder("/home/", "/home/alice/");
        String page = alice.request("GET", "/team/")
                .header("Accept", "text/html")
                .send()
                .text();
        assertThat(page).contains("plans").doesNotContain("secret");
    }

    @Test
    void theRightsHoldForDestinations() {
        assertThat(alice.copy("/team/a", "/team/plans/b").status()).isEqualTo(403);
        assertThat(alice.move("/team/a", "/public/b").status()).isEqualTo(403);
        assertThat(alice.copy("/team/secret/a", "/team/b").status()).isEqualTo(403);
        assertThat(alice.move("/team/plans/a", "/team/b").status()).isEqualTo(403);
        assertThat(alice.copy("/team/plans/a", "/team/b").status()).isEqualTo(201);
    }

    @Test
    void aTreeGoesOnlyWhereAllOfItMay() {
        assertThat(alice.delete("/team/").status()).isEqualTo(403);
        assertThat(alice.move("/team/", "/home/alice/team").status()).isEqualTo(403);
        assertThat(alice.copy("/team/", "/home/alice/team").status()).isEqualTo(403);
        assertThat(alice.lock("/team/", "infinity").send().status()).isEqualTo(403);
        assertThat(admin.get("/team/secret/a").text()).isEqualTo("x");
    }

    @Test
    void propertiesAndLocksNeedTheRightToWrite() {
        assertThat(alice.proppatch("/public/a", "<D:set><D:prop><x:a>1</x:a></D:prop></D:set>")
                        .status())
                .isEqualTo(403);
        assertThat(alice.lock("/public/a", "0").send().status()).isEqualTo(403);
        assertThat(alice.mkcol("/public/new/").status()).isEqualTo(403);
        assertThat(alice.propfindBody("/team/secret/", "0", "<D:allprop/>").status())
                .isEqualTo(403);
    }

    @Test
    void aConditionTellsNothingOfWhatMayNotBeRead() {
        String tag = admin.head("/team/secret/a").require("ETag");
        Answer answer = alice.request("PUT", "/team/a")
                .header("If", "<" + server.base().resolve("/team/secret/a") + "> ([" + tag + "])")
                .body("y")
                .send();
        assertThat(answer.status()).isEqualTo(412);
    }

    @Test
    @Proves({"EXT-ACL-02", "EXT-ACL-06"})
    void clientsLearnWhatTheyMayDo() {
        String asked = "<D:prop><D:current-user-privilege-set/><D:supported-privilege-set/></D:prop>";
        String writable = alice.propfindBody("/team/a", "0", asked).text();
        assertThat(writable)
                .contains("<D:privilege><D:write/></D:privilege>", "<D:privilege><D:bind/></D:privilege>")
                .contains("<D:supported-privilege>");
        String readable = alice.propfindBody("/public/a", "0", asked).text();
        String granted = readable.substring(
                readable.indexOf("<D:current-user-privilege-set>"),
                readable.indexOf("</D:current-user-privilege-set>"));
        assertThat(granted).contains("<D:read/>").doesNotContain("<D:write/>", "<D:bind/>");
    }

    @Test
    @Proves({"EXT-ACL-01", "EXT-ACL-04", "EXT-ACL-08"})
    void theSubsetStaysASubset() {
        assertThat(alice.options("/").require("DAV")).doesNotContain("access-control");
        assertThat(alice.request("PROPFIND", "/team/a")
                        .header("Depth", "0")
                        .send()
                        .text())
                .doesNotContain("privilege", "principal", "owner", "acl");
        alice.proppatch("/team/a", "<D:set><D:prop><D:owner>me</D:owner></D:prop></D:set>")
                .multiStatus()
                .requireStatus("{DAV:}owner", 403);
    }

    private static String list(Dav dav, String path) {
        return dav.propfindBody(path, "0", "<D:prop><D:acl/></D:prop>").text();
    }

    @Test
    @Proves("EXT-ACL-05")
    void whoMayWriteSeesWhoMayDoWhat() {
        String entries = list(admin, "/team/plans/");
        assertThat(entries)
                .contains("<D:ace><D:principal><D:href>/.headroom/principals/admin</D:href></D:principal>"
                        + "<D:grant><D:privilege><D:all/></D:privilege></D:grant><D:protected/></D:ace>"
                        + "<D:ace><D:principal><D:href>/.headroom/groups/staff</D:href></D:principal>"
                        + "<D:grant><D:privilege><D:read/></D:privilege></D:grant><D:protected/></D:ace>"
                        + "<D:ace><D:principal><D:href>/.headroom/groups/staff</D:href></D:principal>"
                        + "<D:deny><D:privilege><D:write/></D:privilege><D:privilege><D:unlock/></D:privilege>"
                        + "<D:privilege><D:read-acl/></D:privilege></D:deny><D:protected/></D:ace>"
                        + "<D:ace><D:principal><D:href>/.headroom/groups/staff</D:href></D:principal>"
                        + "<D:grant><D:privilege><D:all/></D:privilege></D:grant><D:protected/>"
                        + "<D:inherited><D:href>/team/</D:href></D:inherited></D:ace>");
        assertThat(entries.split("<D:ace>", -1)).hasSameSizeAs(entries.split("<D:protected/>", -1));
        assertThat(list(admin, "/public/"))
                .contains("<D:principal><D:all/></D:principal><D:grant><D:privilege><D:read/>");
        assertThat(list(alice, "/home/alice/"))
                .contains("<D:acl><D:ace><D:principal><D:href>/.headroom/principals/alice</D:href>");
        assertThat(list(admin, "/team/secret/a"))
                .contains("<D:deny><D:privilege><D:all/></D:privilege></D:deny><D:protected/><D:inherited>"
                        + "<D:href>/team/secret/</D:href>");
        for (String hidden : new String[] {"/public/", "/team/plans/"}) {
            alice.propfind(hidden, "0", "<D:acl/>").requireStatus("{DAV:}acl", 403);
            assertThat(list(alice, hidden)).doesNotContain("<D:ace>");
        }
        assertThat(alice.propfindBody("/team/", "0", "<D:prop><D:current-user-privilege-set/></D:prop>")
                        .text())
                .contains("<D:privilege><D:read-acl/></D:privilege>");
        assertThat(alice.propfindBody("/public/", "0", "<D:prop><D:current-user-privilege-set/></D:prop>")
                        .text())
                .doesNotContain("read-acl");
    }

    @Test
    @Proves({"EXT-ACL-05", "EXT-ACL-01"})
    void rulesAreNotChangedByClients() {
        Answer answer =
                admin.request("ACL", "/team/").body("<D:acl xmlns:D=\"DAV:\"/>").send();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.require("Allow")).contains("PROPFIND").doesNotContain("ACL");
        admin.proppatch("/team/a", "<D:set><D:prop><D:acl/></D:prop></D:set>")
                .multiStatus()
                .requireStatus("{DAV:}acl", 403);
        assertThat(admin.options("/team/").require("DAV")).doesNotContain("access-control");
    }

    @Test
    @Proves("EXT-ACL-03")
    void aFullQuotaTakesNoRightAway() {
        assertThat(alice.put("/home/alice/a", "x".repeat(1000)).status()).isEqualTo(201);
        assertThat(alice.put("/home/alice/b", "x").status()).isEqualTo(507);
        assertThat(alice.propfindBody("/home/alice/", "0", "<D:prop><D:current-user-privilege-set/></D:prop>")
                        .text())
                .contains("<D:bind/>", "<D:write/>");
    }

    @Test
    void aQuotaOfTheConfigurationStaysThatOfItsHome() {
        String hash = new PasswordHashes().hash("secret");
        try (TestServer other = TestServer.start(
                Map.of(
                        Setting.USERS, "alice=" + hash,
                        Setting.HOME, "/home/{user}",
                        Setting.HOME_QUOTA, "1000",
                        Setting.QUOTA, "/home/alice=500"),
                clock -> new MemoryStorage(Storages.ROOM, clock))) {
            Dav dav = other.dav().as("alice", "secret");
            assertThat(dav.put("/home/alice/a", "x".repeat(400)).status()).isEqualTo(201);
            assertThat(dav.put("/home/alice/b", "x".repeat(200)).status()).isEqualTo(507);
        }
    }

    @Test
    void aHomeThatCanNotBeMadeIsMadeAtTheNextVisit() {
        String hash = new PasswordHashes().hash("secret");
        FaultyStorage[] faults = new FaultyStorage[1];
        try (TestServer other =
                TestServer.start(Map.of(Setting.USERS, "alice=" + hash, Setting.HOME, "/home/{user}"), clock -> {
                    faults[0] = new FaultyStorage(new MemoryStorage(Storages.ROOM, clock));
                    faults[0].failAlways(
                            Point.CREATE_COLLECTION,
                            path -> new UnavailableException(path, Duration.ofSeconds(1), null));
                    return faults[0];
                })) {
            Dav dav = other.dav().as("alice", "secret");
            assertThat(dav.get("/").status()).isEqualTo(503);
            faults[0].heal();
            assertThat(dav.put("/home/alice/a", "x").status()).isEqualTo(201);
        }
    }

    @Test
    void aReadOnlyServerLetsThemReadWithoutAHome() {
        String hash = new PasswordHashes().hash("secret");
        try (TestServer other = TestServer.start(
                Map.of(
                        Setting.USERS, "alice=" + hash,
                        Setting.HOME, "/home/{user}",
                        Setting.PERMISSIONS, "/=users:read",
                        Setting.READ_ONLY, "true"),
                clock -> new ReadOnly(new MemoryStorage(Storages.ROOM, clock)))) {
            assertThat(other.dav().as("alice", "secret").get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void eachUserHasAHomeWithAQuotaOfItsOwn() {
        assertThat(bob.put("/home/bob/a", "x".repeat(900)).status()).isEqualTo(201);
        assertThat(alice.put("/home/alice/a", "x".repeat(900)).status()).isEqualTo(201);
        assertThat(alice.get("/home/bob/a").status()).isEqualTo(403);
        assertThat(alice.propfindBody("/home/bob/", "1", "<D:allprop/>").status())
                .isEqualTo(403);
        Answer full = bob.put("/home/bob/b", "x".repeat(200));
        assertThat(full.status()).isEqualTo(507);
        assertThat(full.text()).contains("<D:quota-not-exceeded>");
    }
}
