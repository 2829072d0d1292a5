package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes that other WebDAV servers had. What each was is in docs/security.md. */
final class AdvisoriesIT {
    private static final String SECRET = "kept from bob";

    @TempDir
    private Path outside;

    private Path root;
    private TestServer server;
    private Dav alice;
    private Dav bob;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectory(outside.resolve("root"));
        Files.writeString(outside.resolve("passwd"), SECRET);
        Files.createDirectories(root.resolve("public"));
        Files.createDirectories(root.resolve("private/deep"));
        Files.writeString(root.resolve("public/a"), "for all");
        Files.writeString(root.resolve("private/a"), SECRET);
        Files.writeString(root.resolve("private/deep/b"), SECRET);
        String hash = new PasswordHashes().hash("secret");
        server = TestServer.serve(
                root,
                Map.of(
                        Setting.USERS,
                        "alice=" + hash + "\nbob=" + hash,
                        Setting.PERMISSIONS,
                        "/=alice:write\n/public=bob:write\n/private=bob:none\n/private/deep=bob:read\n"));
        alice = server.dav().as("alice", "secret");
        bob = server.dav().as("bob", "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** As bob, and as it is: a URI class would tidy up the path. */
    private Answer raw(String method, String target, String... headers) throws IOException {
        try (RawClient connection = server.raw()) {
            String login = Base64.getEncoder().encodeToString("bob:secret".getBytes(StandardCharsets.US_ASCII));
            List<String> head = new ArrayList<>(List.of(
                    method + " " + target + " HTTP/1.1",
                    "Host: " + server.authority(),
                    "Authorization: Basic " + login));
            head.addAll(List.of(headers));
            // At once: some are refused, and the connection closed, when their first line is there.
            connection.head(head.toArray(String[]::new));
            return connection.read(method);
        }
    }

    private List<String> stored() throws IOException {
        try (Stream<Path> all = Files.walk(outside)) {
            return all.filter(path -> !path.toString().contains("/.headroom"))
                    .map(path -> outside.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/../private/a",
                "/public/%2e%2e/private/a",
                "/public/.%2E/private/a",
                "/public/..%2fprivate/a",
                "/public/..;/private/a",
                "//private/a",
                "/private//a",
                "/./private/a",
                "/private/./a",
                "/private/a/",
                "/private/a%00",
                "/private%5ca"
            })
    void noSpellingIsAWayAroundARule(String target) throws IOException {
        Answer answer = raw("GET", target);
        assertThat(answer.status()).isIn(400, 403, 404);
        assertThat(answer.text()).doesNotContain(SECRET);
        Answer copy = raw("COPY", "/public/a", "Destination: http://" + server.authority() + target);
        assertThat(copy.status()).isBetween(400, 499);
        assertThat(Files.readString(root.resolve("private/a"))).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../passwd",
                "/%2e%2e/passwd",
                "/..%2fpasswd",
                "/%2e%2e%2fpasswd",
                "/.cpr/%2Fetc%2Fpasswd",
                "/%2Fetc%2Fpasswd",
                "/..%5cpasswd",
                "/public/../../passwd",
                "/public/%2e%2e/%2e%2e/passwd",
                "/%c0%ae%c0%ae/passwd"
            })
    void nothingOutsideOfTheRootIsReachable(String target) throws IOException {
        List<String> before = stored();
        for (String method : new String[] {"GET", "DELETE", "PROPFIND"}) {
            Answer answer = raw(method, target);
            assertThat(answer.status()).as(method).isIn(400, 403, 404);
            assertThat(answer.text()).doesNotContain(SECRET, "root:");
        }
        for (String method : new String[] {"COPY", "MOVE"}) {
            assertThat(raw(method, "/public/a", "Destination: " + target).status())
                    .isIn(400, 403, 502);
            assertThat(raw(method, "/public/a", "Destination: http://" + server.authority() + target)
                            .status())
                    .isIn(400, 403, 502);
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void nothingIsCopiedOrMovedIntoItself() throws IOException {
        List<String> before = stored();
        for (String method : new String[] {"COPY", "MOVE"}) {
            assertThat(alice.request(method, "/private/")
                            .destination("/private/deep/x/")
                            .send()
                            .status())
                    .isEqualTo(403);
            assertThat(alice.request(method, "/private/a")
                            .destination("/private/a")
                            .send()
                            .status())
                    .isEqualTo(403);
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void theRulesHoldForTheDestination() throws IOException {
        assertThat(bob.copy("/public/a", "/private/a").status()).isEqualTo(403);
        assertThat(bob.copy("/public/a", "/private/new").status()).isEqualTo(403);
        assertThat(bob.move("/public/a", "/private/deep/b").status()).isEqualTo(403);
        assertThat(bob.copy("/private/a", "/public/b").status()).isEqualTo(403);
        assertThat(Files.readString(root.resolve("private/a"))).isEqualTo(SECRET);
        assertThat(stored()).doesNotContain("root/public/b", "root/private/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND", "PROPPATCH", "LOCK"})
    void noEntityBringsAFileIn(String method) {
        String body = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file://" + outside.resolve("passwd")
                + "'>]><D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><x>&e;</x></D:prop></D:set></D:propertyupdate>";
        Answer answer = alice.request(method, "/public/a").xml(body).send();
        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.text()).doesNotContain(SECRET);
        assertThat(alice.propfindBody("/public/a", "0", "<D:allprop/>").text()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void anotherSitesFormChangesNothing(String type) throws IOException {
        List<String> before = stored();
        for (String header : new String[] {"Origin", "Sec-Fetch-Site"}) {
            Dav.Request post = alice.request("POST", "/public/");
            if (!type.isEmpty()) {
                post.header("Content-Type", type);
            }
            String value = header.equals("Origin") ? "http://evil.example" : "cross-site";
            String part =
                    "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"evil\"\r\n\r\nx\r\n--x--\r\n";
            assertThat(post.header(header, value).body(part).send().status()).isBetween(400, 499);
        }
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void aPartOfAFileLeavesNothingBehind() throws IOException {
        List<String> before = stored();
        Answer answer = alice.request("PUT", "/public/session")
                .header("Content-Range", "bytes 0-3/1000")
                .body("evil")
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void linksLeadNowhereOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("public/link"), outside.resolve("passwd"));
        Files.createSymbolicLink(root.resolve("public/up"), outside);
        for (String target : new String[] {"/public/link", "/public/up/passwd"}) {
            for (String method : new String[] {"GET", "PROPFIND", "DELETE"}) {
                Answer answer = alice.request(method, target).send();
                assertThat(answer.status()).as(method + " " + target).isIn(403, 404);
                assertThat(answer.text()).doesNotContain(SECRET);
            }
            assertThat(alice.copy(target, "/public/copy").status()).isIn(403, 404);
        }
        alice.put("/public/link", "overwritten");
        alice.put("/public/up/new", "new");
        assertThat(Files.readString(outside.resolve("passwd"))).isEqualTo(SECRET);
        assertThat(Files.exists(outside.resolve("new"))).isFalse();
    }

    @Test
    void namesAndFilesAreNoScripts() {
        String name = "/public/%3Cimg%20src=x%20onerror=%22alert(1)%22%3E.html";
        assertThat(alice.put(name, "<script>alert(1)</script>").status()).isEqualTo(201);
        Answer page =
                alice.request("GET", "/public/").header("Accept", "text/html").send();
        assertThat(page.text()).contains("&lt;img").doesNotContain("<img");
        assertThat(page.require("Content-Security-Policy")).contains("default-src 'none'");
        Answer file = alice.get(name);
        assertThat(file.require("Content-Security-Policy")).contains("sandbox");
        assertThat(file.require("Content-Disposition")).startsWith("attachment");
        assertThat(file.require("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aSharedFolderTellsNothingOfItsSiblings() {
        assertThat(bob.get("/private/deep/b").text()).isEqualTo(SECRET);
        String way = bob.propfindBody("/private/", "1", "<D:allprop/>").text();
        assertThat(way).contains("/private/deep/").doesNotContain("/private/a");
        Answer page =
                bob.request("GET", "/private/").header("Accept", "text/html").send();
        assertThat(page.text()).doesNotContain(">a<");
        assertThat(bob.get("/private/a").status()).isEqualTo(403);
        assertThat(bob.get("/private/z").status()).isEqualTo(403);
        assertThat(bob.head("/private/a").header("Content-Length"))
                .isEqualTo(bob.head("/private/z").header("Content-Length"));
    }
}
