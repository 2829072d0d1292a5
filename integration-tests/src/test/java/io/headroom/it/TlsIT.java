package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.HeadroomServer;
import io.headroom.server.app.ServerConfig;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords over TLS, HTTP/2 with ALPN. */
final class TlsIT {
    private static final String PASSWORD = "secret";

    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private static Path folder;

    private static SSLContext trusting;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Command.succeed(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        Files.writeString(folder.resolve("password"), PASSWORD);
    }

    private static HeadroomServer server() {
        ServerConfig config = ServerConfig.of(
                folder,
                Map.of(
                        Setting.PORT,
                        "0",
                        Setting.ADMIN_PORT,
                        "off",
                        Setting.USERS,
                        "alice=" + new PasswordHashes().hash(PASSWORD),
                        Setting.TLS_CERTIFICATE,
                        folder.resolve("server.p12").toString(),
                        Setting.TLS_PASSWORD_FILE,
                        folder.resolve("password").toString(),
                        Setting.HSTS_DAYS,
                        "30"));
        Clock clock = Clock.systemUTC();
        return HeadroomServer.open(config, new MemoryStorage(Storages.ROOM, clock), clock);
    }

    private static HttpResponse<String> send(
            HttpClient.Version version,
            HeadroomServer server,
            String method,
            String path,
            String body,
            String... headers)
            throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(version).sslContext(trusting).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url()).resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", AUTHORIZATION);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @Proves({"DAV-SEC-01", "DAV-CP-02"})
    void everythingGoesOverTls() throws Exception {
        try (HeadroomServer server = server()) {
            assertThat(server.url()).startsWith("https://");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                String file = "/file-" + version;
                HttpResponse<String> stored = send(version, server, "PUT", file, "content");
                assertThat(stored.statusCode()).isEqualTo(201);
                assertThat(stored.version()).isEqualTo(version);
                assertThat(stored.headers().firstValue("Strict-Transport-Security"))
                        .hasValue("max-age=2592000");
                String target = URI.create(server.url()).resolve(file + "-copy").toString();
                assertThat(send(version, server, "COPY", file, "", "Destination", target)
                                .statusCode())
                        .isEqualTo(201);
                assertThat(send(version, server, "GET", file + "-copy", "").body())
                        .isEqualTo("content");
            }
        }
    }

    /** The connection that the container closes lies below the one that the request knows. */
    @Test
    void anUploadThatPausesIsFinishedWhenTheServerStops() throws Exception {
        byte[] content = new byte[200_000];
        ExecutorService threads = Executors.newCachedThreadPool();
        try (HeadroomServer server = server();
                PipedOutputStream sender = new PipedOutputStream();
                PipedInputStream body = new PipedInputStream(sender)) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server.url()).resolve("/slow"))
                    .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                    .header("Authorization", AUTHORIZATION)
                    .version(HttpClient.Version.HTTP_1_1)
                    // The body is asked for by a server that works on the request.
                    .expectContinue(true)
                    .build();
            HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
            CompletableFuture<HttpResponse<Void>> stored =
                    client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
            sender.write(content, 0, content.length / 2);
            Future<?> closed = threads.submit(server::close);
            await().until(() -> isRefused(server));
            // The container's own patience with connections, when it stops, is one second.
            await().during(Duration.ofMillis(2500)).until(() -> !closed.isDone());
            sender.write(content, content.length / 2, content.length / 2);
            sender.close();
            assertThat(stored.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            closed.get(20, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean isRefused(HeadroomServer server) throws IOException {
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
