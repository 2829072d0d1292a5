package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One address with too many connections. */
final class ConnectionLimitIT {
    private static final int MOST = 60;

    private final List<RawClient> clients = new ArrayList<>();
    private TestServer server;

    private void start(Map<Setting, String> settings) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.CONNECTIONS_PER_ADDRESS, Integer.toString(MOST));
        all.put(Setting.ADMIN_PORT, "0");
        all.putAll(settings);
        server = TestServer.start(all, clock -> new MemoryStorage(Storages.ROOM, clock));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient connected() throws IOException {
        RawClient client = server.raw();
        clients.add(client);
        return client;
    }

    private boolean isAnswered(RawClient client) throws IOException {
        try {
            client.head("OPTIONS / HTTP/1.1", "Host: " + server.authority());
            return client.read().status() == 200;
        } catch (SocketException | EOFException closed) {
            return false;
        }
    }

    private String metrics() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.admin() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void awaitOpen(int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> metrics().contains("\nheadroom_connections " + count + ".0\n"));
    }

    private void fill() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(isAnswered(connected())).isTrue();
        }
    }

    /** A queue that is full drops what comes, and the client's system tries again after one, three, seven seconds. */
    @Test
    void aCrowdThatComesAtOneMomentIsNotSentAway() throws Exception {
        Needs.program("ss");
        start(Map.of());
        String[] listening = Command.succeed(
                        "ss",
                        "-H",
                        "-l",
                        "-t",
                        "-n",
                        "sport = :" + server.authority().replaceAll(".*:", ""))
                .strip()
                .split("\\s+", -1);
        int most = Integer.parseInt(
                Command.succeed("cat", "/proc/sys/net/core/somaxconn").strip());
        assertThat(Integer.parseInt(listening[2])).isEqualTo(Math.min(4096, most));
    }

    @Test
    void whatIsTooMuchIsClosedAndTheOthersGoOn() throws Exception {
        start(Map.of());
        fill();
        for (int i = 0; i < 5; i++) {
            assertThat(isAnswered(connected())).isFalse();
        }
        assertThat(metrics()).contains("\nheadroom_connections_refused_total 5.0\n");
        for (RawClient client : clients.subList(0, MOST)) {
            assertThat(isAnswered(client)).isTrue();
        }
    }

    @Test
    void anEndOfEitherSideMakesPlace() throws Exception {
        start(Map.of());
        fill();
        clients.get(0).close();
        clients.get(1).send("no request at all\r\n\r\n");
        clients.get(2).head("OPTIONS / HTTP/1.1", "Host: " + server.authority(), "Connection: close");
        assertThat(clients.get(2).read().status()).isEqualTo(200);
        assertThat(clients.get(2).isAtEnd()).isTrue();
        clients.get(2).close();
        clients.get(3).send("PUT /half HTTP/1.1\r\nHost: " + server.authority() + "\r\nContent-Length: 10\r\n\r\nhalf");
        clients.get(3).close();
        awaitOpen(MOST - 4);
        for (int i = 0; i < 4; i++) {
            assertThat(isAnswered(connected())).isTrue();
        }
        assertThat(isAnswered(connected())).isFalse();
    }

    @Test
    void aTrustedProxyHasAsManyAsItLikes() throws Exception {
        start(Map.of(Setting.TRUSTED_PROXIES, "127.0.0.1"));
        fill();
        for (int i = 0; i < 5; i++) {
            assertThat(isAnswered(connected())).isTrue();
        }
    }

    @Test
    void aFailedHandshakeCountsNoLongerThanItsConnection(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        Command.succeed(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret");
        Files.writeString(folder.resolve("password"), "secret");
        start(Map.of(
                Setting.TLS_CERTIFICATE,
                store.toString(),
                Setting.TLS_PASSWORD_FILE,
                folder.resolve("password").toString()));
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            silent.add(new Socket(server.base().getHost(), server.base().getPort()));
        }
        awaitOpen(MOST);
        try (Socket more = new Socket(server.base().getHost(), server.base().getPort())) {
            assertThat(more.getInputStream().read()).isNegative();
        }
        for (Socket socket : silent) {
            socket.getOutputStream().write("this is not TLS\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        awaitOpen(0);
        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void aConnectionOfHttp2CountsOnce() throws Exception {
        start(Map.of());
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 2 * MOST; i++) {
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(server.base())
                            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
        awaitOpen(1);
    }
}
