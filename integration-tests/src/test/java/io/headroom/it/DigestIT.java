package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.server.digest.DigestAlgorithm;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in by Digest (RFC 7616), with programs that people use. */
final class DigestIT {
    private static final String PASSWORD = "CircleOfLife";
    private static final String BASIC = "Basic realm=\"Headroom\", charset=\"UTF-8\"";
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(String algorithms, Map<Setting, String> settings) {
        String hash = new PasswordHashes().hash(PASSWORD);
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.USERS, "alice=" + hash + "\njäsøn=" + hash + "\nbob=" + hash);
        all.put(Setting.PERMISSIONS, "/=users:write\n/secret=users:none");
        all.put(Setting.DIGEST, algorithms);
        all.put(Setting.DIGEST_USERS, secrets("alice") + "\n" + secrets("jäsøn"));
        all.putAll(settings);
        server = TestServer.start(all, clock -> new MemoryStorage(Storages.ROOM, clock));
    }

    private static String secrets(String name) {
        return name + "=SHA-256:" + DigestAlgorithm.SHA_256.secret(name, "Headroom", PASSWORD) + ",MD5:"
                + DigestAlgorithm.MD5.secret(name, "Headroom", PASSWORD);
    }

    /** Prints the status only; what was got is written to a file. */
    private String curl(String name, String password, String path, String... more)
            throws IOException, InterruptedException {
        Needs.program("curl");
        List<String> words = new ArrayList<>(List.of(
                "curl",
                "-s",
                "--digest",
                "-u",
                name + ":" + password,
                "-w",
                "%{http_code}",
                "-o",
                "got",
                "--noproxy",
                "*"));
        words.addAll(List.of(more));
        words.add(server.base().resolve(path).toString());
        Command command = Command.run(Duration.ofMinutes(1), Map.of("LC_ALL", "C.UTF-8"), folder, words);
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    @Test
    @Proves({"EXT-AUTH-02", "DAV-SEC-02"})
    void curlStoresAndReads() throws Exception {
        for (String algorithms : List.of("SHA-256", "SHA-256,MD5", "MD5")) {
            start(algorithms, Map.of());
            Files.writeString(folder.resolve("file"), "content");
            assertThat(curl("alice", PASSWORD, "/a%20b%C3%A4", "-T", "file")).isEqualTo("201");
            assertThat(curl("jäsøn", PASSWORD, "/a%20b%C3%A4?x=1&y=%2F")).isEqualTo("200");
            assertThat(folder.resolve("got")).hasContent("content");
            assertThat(curl("alice", PASSWORD, "/a%20b%C3%A4", "-X", "PROPFIND", "-H", "Depth: 0"))
                    .isEqualTo("207");
            assertThat(curl("alice", PASSWORD, "/secret/", "-X", "MKCOL")).isEqualTo("403");
            assertThat(curl("alice", "wrong", "/a%20b%C3%A4")).isEqualTo("401");
            assertThat(curl("bob", PASSWORD, "/a%20b%C3%A4"))
                    .as("not in digest-users")
                    .isEqualTo("401");
            assertThat(server.dav().as("bob", PASSWORD).get("/a%20b%C3%A4").status())
                    .as("Basic goes on")
                    .isEqualTo(200);
            server.close();
        }
    }

    @Test
    @Proves({"EXT-AUTH-02", "DAV-SEC-02"})
    void cadaverStoresLocksAndReads() throws Exception {
        Needs.program("cadaver");
        start("SHA-256,MD5", Map.of());
        Files.writeString(
                folder.resolve(".netrc"),
                "machine " + server.base().getHost() + " login alice password " + PASSWORD + "\n");
        Files.writeString(folder.resolve("file"), "content");
        Files.writeString(
                folder.resolve("script"),
                "put file stored\nmkcol folder\nlock stored\nput file stored\nunlock stored\nquit\n");
        Command command = Command.run(
                Duration.ofMinutes(1),
                Map.of("HOME", folder.toString()),
                folder,
                List.of("sh", "-c", "cadaver " + server.base() + " < script"));
        assertThat(command.exitCode()).as(command.output()).isZero();
        Dav alice = server.dav().as("alice", PASSWORD);
        assertThat(alice.get("/stored").text()).as(command.output()).isEqualTo("content");
        assertThat(alice.get("/folder/").status()).isEqualTo(200);
    }

    @Test
    @Proves("EXT-AUTH-02")
    void eachSchemeHasAFieldOfItsOwnTheBestFirst() throws IOException {
        start("MD5,SHA-256", Map.of());
        List<String> challenges = challenges(server.dav().get("/"));
        assertThat(challenges).hasSize(3);
        assertThat(challenges.get(0)).startsWith("Digest ").contains("algorithm=SHA-256");
        assertThat(challenges.get(1)).startsWith("Digest ").contains("algorithm=MD5");
        assertThat(challenges.get(2)).isEqualTo(BASIC);
    }

    private static List<String> challenges(Answer answer) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("WWW-Authenticate"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private String nonce() {
        Matcher matcher = NONCE.matcher(challenges(server.dav().get("/")).get(0));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String proof(String nonce, String count, String uri) {
        String response = sha256(
                sha256("alice:Headroom:" + PASSWORD) + ":" + nonce + ":" + count + ":c:auth:" + sha256("GET:" + uri));
        return "Digest username=\"alice\", realm=\"Headroom\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", algorithm=SHA-256, qop=auth, nc=" + count + ", cnonce=\"c\", response=\"" + response + "\"";
    }

    private Answer get(String path, String authorization) {
        return server.dav()
                .request("GET", path)
                .header("Authorization", authorization)
                .send();
    }

    @Test
    @Proves("EXT-AUTH-02")
    void whatAListenerHeardOpensNothing() {
        start("SHA-256", Map.of());
        String nonce = nonce();
        String proof = proof(nonce, "00000001", "/");
        assertThat(get("/", proof).status()).isEqualTo(200);
        Answer again = get("/", proof);
        assertThat(again.status()).isEqualTo(401);
        assertThat(challenges(again).get(0)).endsWith(", stale=true");
        assertThat(get("/", proof(nonce, "00000002", "/")).status()).isEqualTo(200);
        server.clock().advance(Duration.ofMinutes(5));
        Answer old = get("/", proof(nonce, "00000003", "/"));
        assertThat(old.status()).isEqualTo(401);
        assertThat(challenges(old).get(0)).endsWith(", stale=true");
        Answer wrong = get("/", proof(nonce(), "00000001", "/").replace("response=\"", "response=\"0"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(challenges(wrong).get(0)).doesNotContain("stale");
    }

    @Test
    @Proves("EXT-AUTH-03")
    void aProofIsForOneTargetOnly() {
        start("SHA-256", Map.of());
        assertThat(get("/?x=1", proof(nonce(), "00000001", "/?x=1")).status()).isEqualTo(200);
        assertThat(get("/?x=1", proof(nonce(), "00000001", "/")).status()).isEqualTo(400);
        assertThat(get("/", proof(nonce(), "00000001", "/other")).status()).isEqualTo(400);
        assertThat(get("/", "Digest nothing").status()).isEqualTo(400);
        server.close();
        start("SHA-256", Map.of(Setting.DIGEST_QUIRKS, "true"));
        assertThat(get("/?x=1", proof(nonce(), "00000001", "/")).status()).isEqualTo(200);
        assertThat(get("/", proof(nonce(), "00000001", server.base().toString()))
                        .status())
                .isEqualTo(200);
        assertThat(get("/", proof(nonce(), "00000001", "/other")).status()).isEqualTo(400);
    }
}
