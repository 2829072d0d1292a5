package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other settings while the server runs: on SIGHUP, and where it is wanted when their file changes. */
@Timeout(120)
class SettingsReloadIT {
    /** As Apache's htpasswd writes it, for "myPassword". */
    private static final String HASH = "$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path files;

    @BeforeEach
    void make() throws IOException {
        files = Files.createDirectories(folder.resolve("files"));
        Files.createDirectories(files.resolve("box"));
        Files.writeString(files.resolve("a.txt"), "a");
    }

    /** As editors and package managers write: a new file takes the old one's place. */
    private void settings(String... lines) throws IOException {
        Path next = Files.writeString(folder.resolve("next.yaml"), String.join("\n", lines) + "\n");
        Files.move(next, folder.resolve("headroom.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private HeadroomProcess serve() throws Exception {
        return HeadroomProcess.serve(
                files, "--config", folder.resolve("headroom.yaml").toString());
    }

    private static void hangUp(HeadroomProcess server) throws Exception {
        Command.succeed("kill", "-HUP", Long.toString(server.pid()));
    }

    private static void awaitLine(HeadroomProcess server, String words) {
        await().untilAsserted(() -> assertThat(server.output()).contains(words));
    }

    private int get(URI url, String user, String password) throws Exception {
        return get(url, user.isEmpty() ? "" : "Basic " + base64(user + ":" + password));
    }

    /** @param authorization empty for none */
    private int get(URI url, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void peoplePermissionsAndQuotasAreTakenWithoutAStop() throws Exception {
        settings("users:", "  alice: " + HASH);
        try (HeadroomProcess server = serve();
                RawClient upload =
                        new RawClient(server.url().getHost(), server.url().getPort())) {
            assertThat(get(server.url("a.txt"), "alice", "myPassword")).isEqualTo(200);
            assertThat(get(server.url("a.txt"), "bob", "myPassword")).isEqualTo(401);
            upload.head(
                    "PUT /slow.txt HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Basic " + base64("alice:myPassword"),
                    "Content-Length: 10");
            upload.send("01234");
            await().until(() -> !StagedFiles.of(files).isEmpty());
            settings(
                    "users:",
                    "  bob: " + HASH,
                    "permissions:",
                    "  /: {bob: write, anyone: read}",
                    "quota:",
                    "  /box: 5",
                    "thresholds: 50");
            hangUp(server);
            awaitLine(server, "The settings were read again. Changed: quota, users, permissions, thresholds.");
            assertThat(get(server.url("a.txt"), "alice", "myPassword")).isEqualTo(401);
            assertThat(get(server.url("a.txt"), "bob", "myPassword")).isEqualTo(200);
            assertThat(get(server.url("a.txt"), "", "")).isEqualTo(200);
            HttpRequest put = HttpRequest.newBuilder(server.url("box/six"))
                    .header("Authorization", "Basic " + base64("bob:myPassword"))
                    .PUT(HttpRequest.BodyPublishers.ofString("123456"))
                    .build();
            assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(507);
            // What was under way ends as it began.
            upload.send("56789");
            assertThat(upload.read().status()).isEqualTo(201);
            assertThat(files.resolve("slow.txt")).hasContent("0123456789");
        }
    }

    @Test
    void whereThePeopleAreIsTakenWithoutAStop() throws Exception {
        String[] first = {"users:", "  alice: " + HASH};
        settings(first);
        TestCertificate certificate = TestCertificate.of("localhost");
        try (TestDirectory directory = TestDirectory.start();
                TestIssuer issuer = TestIssuer.start(certificate, List.of(TestIssuer.ec("key")), Clock.systemUTC());
                HeadroomProcess server = serve()) {
            String carl = directory.person("carl");
            String token = "Bearer " + issuer.token("dora");
            assertThat(get(server.url("a.txt"), "carl", "carl")).isEqualTo(401);
            assertThat(get(server.url("a.txt"), token)).isEqualTo(401);
            settings(
                    first[0],
                    first[1],
                    "ldap-url: " + directory.url(),
                    "ldap-user-dn: " + carl.replace("carl", "{user}"),
                    "oidc-issuer: " + issuer.url(),
                    "oidc-audience: " + TestIssuer.AUDIENCE,
                    "oidc-ca-file: " + certificate.write(folder.resolve("ca.pem")),
                    "accounts: database");
            hangUp(server);
            awaitLine(server, "Changed: ldap-url, ldap-user-dn, oidc-issuer, oidc-audience, oidc-ca-file, accounts.");
            assertThat(get(server.url("a.txt"), "carl", "carl")).isEqualTo(200);
            assertThat(get(server.url("a.txt"), token)).isEqualTo(200);
            Command.run(
                    Duration.ofMinutes(1),
                    Map.of("LC_ALL", "C.UTF-8"),
                    folder,
                    HeadroomProcess.command("user", "add", files.toString(), "erik", "--password-stdin"),
                    "the secret of erik\n");
            assertThat(get(server.url("a.txt"), "erik", "the secret of erik")).isEqualTo(200);
            assertThat(get(server.url("a.txt"), "alice", "myPassword")).isEqualTo(200);
            // Whom they let in a moment ago they let in no more.
            settings(first);
            hangUp(server);
            await().untilAsserted(() ->
                    assertThat(get(server.url("a.txt"), "carl", "carl")).isEqualTo(401));
            assertThat(get(server.url("a.txt"), token)).isEqualTo(401);
            assertThat(get(server.url("a.txt"), "erik", "the secret of erik")).isEqualTo(401);
            assertThat(get(server.url("a.txt"), "alice", "myPassword")).isEqualTo(200);
        }
    }

    @Test
    void aBadFileChangesNothingAndWhatNeedsAStartWaits() throws Exception {
        settings("users:", "  alice: " + HASH);
        try (HeadroomProcess server = serve()) {
            settings("users:", "  bob: " + HASH, "quota:", "  /box: much");
            hangUp(server);
            awaitLine(server, "nothing was changed: " + folder.resolve("headroom.yaml") + ":4: The setting 'quota'");
            assertThat(get(server.url("a.txt"), "alice", "myPassword")).isEqualTo(200);
            assertThat(get(server.url("a.txt"), "bob", "myPassword")).isEqualTo(401);
            settings("users:", "  bob: " + HASH, "contact: bob@example.org");
            hangUp(server);
            awaitLine(server, "wait for the next start: contact.");
            assertThat(get(server.url("a.txt"), "bob", "myPassword")).isEqualTo(200);
        }
    }

    @Test
    void theFileIsWatchedWhereThatIsWanted() throws Exception {
        settings("watch-settings: true", "users:", "  alice: " + HASH);
        try (HeadroomProcess server = serve()) {
            assertThat(get(server.url("a.txt"), "bob", "myPassword")).isEqualTo(401);
            settings("watch-settings: true", "users:", "  bob: " + HASH);
            awaitLine(server, "The settings were read again. Changed: users.");
            assertThat(get(server.url("a.txt"), "bob", "myPassword")).isEqualTo(200);
            assertThat(get(server.url("a.txt"), "alice", "myPassword")).isEqualTo(401);
        }
    }
}
