package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.HeadroomServer;
import io.headroom.server.app.ServerConfig;
import io.headroom.server.app.Setting;
import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in by the certificate of the connection, with curl, over HTTP/1.1 and HTTP/2. */
final class ClientCertificateIT {
    private static final String PASSWORD = "secret";
    private static final String WHO =
            "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:current-user-principal/></D:prop></D:propfind>";
    private static final String HASH = new PasswordHashes().hash(PASSWORD);

    @TempDir
    private static Path folder;

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void openssl(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(words));
        Command.succeed(all.toArray(String[]::new));
    }

    private static void authority(String name) throws IOException, InterruptedException {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".pem"));
    }

    /** @param days from now; negative for one that is not valid any more */
    private static void certificate(String name, String authority, String subject, String alternatives, int days)
            throws IOException, InterruptedException {
        openssl(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                subject,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr"));
        Files.writeString(folder.resolve("ext"), alternatives.isEmpty() ? "" : "subjectAltName=" + alternatives + "\n");
        openssl(
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file(authority + ".pem"),
                "-CAkey",
                file(authority + ".key"),
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-extfile",
                file("ext"),
                "-out",
                file(name + ".pem"));
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        Needs.program("openssl");
        Needs.program("curl");
        authority("ours");
        authority("theirs");
        certificate("server", "ours", "/CN=localhost", "IP:127.0.0.1", 2);
        certificate(
                "alice",
                "ours",
                "/O=Example/CN=alice",
                "email:al@example.org,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:alice@corp",
                2);
        certificate("carol", "ours", "/CN=carol", "", 2);
        certificate("old", "ours", "/CN=alice", "", -1);
        certificate("false", "theirs", "/CN=alice", "", 2);
    }

    private static HeadroomServer server(String asked, Map<Setting, String> more) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.PORT, "0");
        settings.put(Setting.ADMIN_PORT, "off");
        settings.put(Setting.USERS, "alice=" + HASH + "\nal@example.org=" + HASH + "\nalice@corp=" + HASH);
        settings.put(Setting.TLS_CERTIFICATE, file("server.pem"));
        settings.put(Setting.TLS_KEY, file("server.key"));
        settings.put(Setting.TLS_CLIENT_CA, file("ours.pem"));
        settings.put(Setting.TLS_CLIENT_AUTH, asked);
        settings.putAll(more);
        Clock clock = Clock.systemUTC();
        return HeadroomServer.open(ServerConfig.of(folder, settings), new MemoryStorage(Storages.ROOM, clock), clock);
    }

    /** The status and who the server takes the client for; "no connection" when there was none. */
    private static String ask(HeadroomServer server, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "curl",
                "-s",
                "--noproxy",
                "*",
                "--cacert",
                file("ours.pem"),
                "-X",
                "PROPFIND",
                "-H",
                "Depth: 0",
                "-H",
                "Content-Type: application/xml",
                "-d",
                WHO,
                "-w",
                "%{http_code} %{http_version}"));
        words.addAll(List.of(options));
        words.add(server.url());
        Command command = Command.run(Duration.ofMinutes(1), Map.of(), folder, words);
        if (command.exitCode() != 0) {
            return "no connection";
        }
        String name = command.output().replaceFirst("(?s).*/principals/([^<]*)<.*", "$1");
        String end = command.output().replaceFirst("(?s).*>\\s*(\\d{3} \\S+)$", "$1");
        return command.output().contains("/principals/") ? name + " " + end : end;
    }

    private static String[] with(String name, String... more) {
        List<String> words = new ArrayList<>(List.of("--cert", file(name + ".pem"), "--key", file(name + ".key")));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @Test
    void whereItIsWantedTheOthersLogInInAnotherWay() throws Exception {
        try (HeadroomServer server = server("wanted", Map.of())) {
            assertThat(ask(server, with("alice"))).isEqualTo("alice 207 2");
            assertThat(ask(server, with("alice", "--http1.1"))).isEqualTo("alice 207 1.1");
            for (String nobody : List.of("carol", "old", "false")) {
                assertThat(ask(server, with(nobody))).as(nobody).isEqualTo("401 2");
                assertThat(ask(server, with(nobody, "--http1.1"))).as(nobody).isEqualTo("401 1.1");
                assertThat(ask(server, with(nobody, "-u", "alice:" + PASSWORD))).isEqualTo("alice 207 2");
            }
            assertThat(ask(server)).isEqualTo("401 2");
            assertThat(ask(server, "-u", "alice:" + PASSWORD)).isEqualTo("alice 207 2");
            assertThat(ask(server, with("alice", "-u", "alice@corp:" + PASSWORD)))
                    .as("what was said in words counts")
                    .isEqualTo("alice@corp 207 2");
            assertThat(ask(server, with("alice", "-u", "alice:wrong"))).isEqualTo("401 2");
        }
    }

    @Test
    void whereItIsRequiredNobodyElseConnects() throws Exception {
        try (HeadroomServer server = server("required", Map.of())) {
            assertThat(ask(server, with("alice"))).isEqualTo("alice 207 2");
            assertThat(ask(server, with("carol"))).as("no account").isEqualTo("401 2");
            for (String refused : List.of("old", "false")) {
                assertThat(ask(server, with(refused))).as(refused).isEqualTo("no connection");
                assertThat(ask(server, with(refused, "--tls-max", "1.2")))
                        .as(refused)
                        .isEqualTo("no connection");
            }
            assertThat(ask(server, "-u", "alice:" + PASSWORD)).isEqualTo("no connection");
        }
    }

    @Test
    void theNameMayStandAmongTheAlternatives() throws Exception {
        try (HeadroomServer server = server("wanted", Map.of(Setting.TLS_CLIENT_NAME, "email"))) {
            assertThat(ask(server, with("alice"))).startsWith("al@example.org 207");
        }
        try (HeadroomServer server = server("wanted", Map.of(Setting.TLS_CLIENT_NAME, "upn"))) {
            assertThat(ask(server, with("alice"))).startsWith("alice@corp 207");
            assertThat(ask(server, with("carol"))).startsWith("401");
        }
    }

    @Test
    void otherAuthoritiesAreTakenWithoutAStop() throws Exception {
        Path authorities = folder.resolve("changing.pem");
        Files.copy(folder.resolve("ours.pem"), authorities);
        Map<Setting, String> settings = Map.of(Setting.TLS_CLIENT_CA, authorities.toString());
        try (HeadroomServer server = server("required", settings)) {
            assertThat(ask(server, with("alice"))).startsWith("alice 207");
            Files.writeString(authorities, Files.readString(folder.resolve("theirs.pem")));
            server.change(ServerConfig.of(folder, Map.of(Setting.USERS, "alice=" + HASH)));
            assertThat(ask(server, with("alice"))).isEqualTo("no connection");
            assertThat(ask(server, with("false"))).startsWith("alice 207");
            Files.writeString(authorities, "nothing");
            assertThatThrownBy(() -> server.change(ServerConfig.of(folder, Map.of(Setting.USERS, "alice=" + HASH))))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("There is no certificate in " + authorities);
            assertThat(ask(server, with("false"))).startsWith("alice 207");
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatThrownBy(() -> ServerConfig.of(folder, Map.of(Setting.TLS_CLIENT_AUTH, "wanted")))
                .hasMessageContaining("'tls-client-auth' needs 'tls-client-ca'");
        assertThatThrownBy(() -> ServerConfig.of(
                        folder, Map.of(Setting.TLS_CLIENT_AUTH, "wanted", Setting.TLS_CLIENT_CA, file("ours.pem"))))
                .hasMessageContaining("'tls-client-auth' needs 'tls-certificate'");
    }
}
