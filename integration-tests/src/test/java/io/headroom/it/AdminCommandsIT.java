package io.headroom.it;

import static io.headroom.it.Command.assertSays;
import static io.headroom.it.Command.headroom;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about room, beside a server that runs. */
class AdminCommandsIT {
    @TempDir
    Path files;

    @Test
    void withoutAServerThereIsNobody() throws Exception {
        assertSays(headroom("nodes", files.toString()), 0, "No server runs.");
    }

    @Test
    void quotasAndRoomOfARunningServer() throws Exception {
        String dir = files.toString();
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--quota", "/fixed=1MiB")) {
            assertThat(server.output()).contains("Room, quotas and metrics: http://127.0.0.1:");
            assertSays(
                    headroom("quota", "set", dir, "/inbox", "5GiB,entries=10000"),
                    0,
                    "quota of /inbox is set",
                    "5.0 GiB",
                    "10000");
            assertSays(headroom("quota", "set", dir, "/fixed", "2MiB"), 1, "configuration");
            assertSays(headroom("quota", "list", dir), 0, "/fixed", "configuration", "/inbox", "administration");
            assertSays(headroom("nodes", dir), 0, "NAME", "http://127.0.0.1:", "0 s ago", "live");
            assertThat(new JsonMapper()
                            .readTree(headroom("nodes", dir, "--json").output())
                            .path("nodes"))
                    .hasSize(1);
            assertSays(headroom("capacity", dir), 0, "volume", "/fixed", "1.0 MiB", "/inbox", "AVAILABLE");
            assertThat(new JsonMapper()
                            .readTree(headroom("capacity", dir, "--json").output())
                            .path("rooms"))
                    .hasSize(3);
            assertSays(headroom("fit", dir, "/fixed/a", "1MiB"), 0, "It fits.");
            assertSays(headroom("fit", dir, "/fixed/a", "1025KiB"), 1, "It does not fit.", "1.0 MiB");
            assertSays(headroom("fit", dir, "/fixed/a", "much"), 2, "'much' is no size");
            assertSays(headroom("quota", "remove", dir, "/nobody"), 1, "There is no quota on /nobody.");
            assertSays(headroom("quota", "set", dir, "/inbox"), 2, "DIR PATH LIMIT", "headroom quota set --help");
            server.kill();
            // Its file is still there, and leads nowhere.
            assertThat(files.resolve(".headroom/admin.json")).exists();
            assertSays(headroom("capacity", dir), 0, "volume", "/inbox");
        }
    }

    @Test
    void quotasAreSetBeforeTheServerRunsToo() throws Exception {
        String dir = files.toString();
        Files.createDirectory(files.resolve("inbox"));
        Files.writeString(files.resolve("inbox/a"), "12345");
        assertSays(headroom("quota", "set", dir, "/inbox", "10"), 0, "quota of /inbox is set", "5 bytes");
        assertSays(headroom("quota", "list", dir), 0, "/inbox", "administration", "10 bytes");
        assertSays(headroom("fit", dir, "/inbox/b", "6"), 1, "It does not fit.");
        assertSays(headroom("quota", "set", dir + "/missing", "/a", "10"), 2, "missing");
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--admin-port", "off")) {
            assertSays(headroom("quota", "list", dir), 2, "Another server uses");
            assertFull(put(server, "inbox/b", "123456"));
        }
    }

    @Test
    void aQuotaOfAMountIsSetBeforeTheServerRunsToo(@TempDir Path archive, @TempDir Path elsewhere) throws Exception {
        Files.writeString(archive.resolve("a"), "12345");
        String config = Files.writeString(
                        elsewhere.resolve("headroom.yaml"),
                        "storage: " + files + "\nmounts: {/archive: " + archive + "}\n")
                .toString();
        assertSays(headroom("quota", "set", "--config", config, "/archive", "10"), 0, "/archive is set", "5 bytes");
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--config", config)) {
            assertSays(headroom("quota", "show", "--config", config, "/archive"), 0, "10 bytes", "5 bytes");
            assertFull(put(server, "archive/b", "123456"));
            assertThat(put(server, "archive/b", "12345").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void rootMakesNothingInTheFolderOfAnotherUsersServer() throws Exception {
        Needs.root();
        Path state = Files.createDirectory(files.resolve(".headroom"));
        Files.setOwner(
                state, state.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertSays(headroom("quota", "set", files.toString(), "/a", "10"), 2, "sudo -u nobody headroom");
        assertThat(state).isEmptyDirectory();
    }

    private static HttpResponse<String> put(HeadroomProcess server, String path, String content) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server.url(path))
                                .PUT(HttpRequest.BodyPublishers.ofString(content))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Of 10 bytes 5 are used. */
    private static void assertFull(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.body()).contains("<h:limit-bytes>10</h:limit-bytes><h:used-bytes>5</h:used-bytes>");
    }

    @Test
    void byAddressOnlyReadingUnlessThereIsAToken() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            String file = Files.readString(files.resolve(".headroom/admin.json"));
            String url = new JsonMapper().readTree(file).path("url").asText();
            Path token = Files.writeString(
                    files.resolve("token"),
                    new JsonMapper().readTree(file).path("token").asText() + "\n");
            assertSays(headroom("capacity", "--admin", url), 0, "volume");
            assertSays(headroom("quota", "set", "--admin", url, "/a", "1GiB"), 1, "token");
            assertSays(
                    headroom("quota", "set", "--admin", url, "--token-file", token.toString(), "/a", "1GiB"), 0, "/a");
            // Not the administration: the files themselves.
            assertSays(headroom("capacity", "--admin", server.url().toString()), 2, "no administration of Headroom");
            assertThat(server.stop()).isEqualTo(143);
            assertThat(files.resolve(".headroom/admin.json")).doesNotExist();
        }
    }

    @Test
    void aNamedPortInUseIsRefusedAndTheDefaultOneIsNot() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            Command refused = headroom("serve", files.toString(), "--port", "0", "--admin-port", port);
            assertSays(refused, 1, "The port " + port, "administration", "--admin-port");
        }
    }
}
