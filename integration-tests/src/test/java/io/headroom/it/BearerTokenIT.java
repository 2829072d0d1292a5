package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer open the server (RFC 6750). */
@Timeout(60)
final class BearerTokenIT {
    private static final String CHALLENGE = "Bearer realm=\"Headroom\"";

    @TempDir
    private static Path folder;

    private static TestCertificate certificate;
    private static Path trusted;
    private static List<JWK> keys;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<TestServer> servers = new ArrayList<>();
    private TestIssuer issuer;

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = List.of(TestIssuer.rsa("rsa-1"), TestIssuer.ec("ec-1"));
        certificate = TestCertificate.of("localhost");
        trusted = certificate.write(folder.resolve("ca.pem"));
    }

    @BeforeEach
    void start() throws Exception {
        issuer = TestIssuer.start(certificate, keys, clock);
    }

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
        issuer.close();
    }

    private TestServer server(Setting setting, String value) {
        return server(Map.of(setting, value));
    }

    /** @param more what differs from the usual */
    private TestServer server(Map<Setting, String> more) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.OIDC_ISSUER, issuer.url());
        settings.put(Setting.OIDC_AUDIENCE, TestIssuer.AUDIENCE);
        settings.put(Setting.OIDC_CA_FILE, trusted.toString());
        settings.putAll(more);
        TestServer server = TestServer.start(settings, own -> new MemoryStorage(Storages.ROOM, own));
        servers.add(server);
        // From here on both have the same time.
        clock.advance(Duration.between(clock.instant(), server.clock().instant()));
        return server;
    }

    private static Answer get(TestServer server, String token) {
        return server.dav()
                .request("GET", "/")
                .header("Authorization", "Bearer " + token)
                .send();
    }

    private static void assertInvalid(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.require("WWW-Authenticate"))
                .startsWith(CHALLENGE + ", error=\"invalid_token\", error_description=\"")
                .matches("[\\x20-\\x7e]*");
    }

    private static String principal(TestServer server, String token) {
        return server.dav()
                .request("PROPFIND", "/")
                .header("Depth", "0")
                .header("Authorization", "bearer " + token)
                .xml("<D:propfind xmlns:D='DAV:'><D:prop><D:current-user-principal/></D:prop></D:propfind>")
                .send()
                .text()
                .replaceAll("(?s).*<D:href>/.headroom/principals/(.*?)</D:href>.*", "$1");
    }

    @Test
    @Proves("EXT-AUTH-04")
    void aTokenOfTheIssuerOpensEverything() throws Exception {
        TestServer server = server(Map.of());
        for (JWK key : issuer.keys()) {
            assertThat(principal(server, issuer.token(issuer.claims("alice").build(), key)))
                    .isEqualTo("alice");
        }
        String accessToken =
                TestIssuer.token(issuer.claims("bob").build(), issuer.keys().get(0), JWSAlgorithm.PS256, "at+jwt");
        assertThat(principal(server, accessToken)).isEqualTo("bob");
        assertThat(issuer.fetches()).as("the keys are kept").isEqualTo(1);
    }

    @Test
    @Proves("EXT-AUTH-04")
    void whoeverSendsNoTokenIsToldOfNoError() throws Exception {
        TestServer server = server(Map.of());
        assertThat(server.dav().get("/").status()).isEqualTo(401);
        assertThat(server.dav().get("/").require("WWW-Authenticate")).isEqualTo(CHALLENGE);
        Answer inTheQuery = server.dav().get("/?access_token=" + issuer.token("alice"));
        assertThat(inTheQuery.status()).isEqualTo(401);
        assertThat(inTheQuery.require("WWW-Authenticate")).isEqualTo(CHALLENGE);
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    @Proves("EXT-AUTH-04")
    void aTokenThatIsNotGoodHereIsRefusedWithItsReason() throws Exception {
        TestServer server = server(Map.of());
        RSAKey own = issuer.keys().get(0).toRSAKey();
        RSAKey strangers = TestIssuer.rsa("rsa-1");
        Instant now = clock.instant();
        JWTClaimsSet good = issuer.claims("alice").build();
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("expired", with(claims -> claims.expirationTime(Date.from(now.minusSeconds(31)))));
        wrong.put("for ever", with(claims -> claims.expirationTime(null)));
        wrong.put("not yet", with(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60)))));
        wrong.put("for another service", with(claims -> claims.audience("other")));
        wrong.put("for nobody", with(claims -> claims.audience((String) null)));
        wrong.put("of another issuer", with(claims -> claims.issuer(issuer.url() + "/")));
        wrong.put("of no issuer", with(claims -> claims.issuer(null)));
        wrong.put("without signature", TestIssuer.tokenWithoutSignature(good));
        wrong.put("signed with the public key", TestIssuer.tokenOfPublicKey(good, own));
        wrong.put("signed by a stranger", issuer.token(good, strangers));
        wrong.put("of another kind", TestIssuer.token(good, own, JWSAlgorithm.RS256, "logout+jwt"));
        wrong.put("no name", with(claims -> claims.claim("preferred_username", null)));
        wrong.put("a name that is none", with(claims -> claims.claim("preferred_username", "../alice")));
        wrong.put("several names", with(claims -> claims.claim("preferred_username", List.of("alice"))));
        String token = issuer.token(good);
        wrong.put("cut off", token.substring(0, token.length() - 4));
        wrong.put("changed", token.replaceFirst("\\.[^.]*\\.", "." + otherClaims() + "."));
        wrong.put("nothing", "x");
        wrong.forEach((what, refused) -> {
            Answer answer = get(server, refused);
            assertThat(answer.status()).as(what).isEqualTo(401);
            assertInvalid(answer);
        });
        assertThat(get(server, wrong.get("expired")).require("WWW-Authenticate"))
                .contains("The token has expired.");
        assertThat(get(server, token).status()).isEqualTo(200);
    }

    private String with(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return issuer.token(change.apply(issuer.claims("alice")).build());
    }

    private String otherClaims() {
        return TestIssuer.tokenWithoutSignature(issuer.claims("bob").build()).split("\\.", -1)[1];
    }

    @Test
    @Proves("EXT-AUTH-04")
    void whatIsNoTokenIsABadRequest() {
        TestServer server = server(Map.of());
        for (String credentials : new String[] {"Bearer", "Bearer a b", "Bearer \"x\"", "Bearer a,b"}) {
            Answer answer = server.dav()
                    .request("GET", "/")
                    .header("Authorization", credentials)
                    .send();
            assertThat(answer.status()).as(credentials).isEqualTo(400);
            assertThat(answer.require("WWW-Authenticate")).startsWith(CHALLENGE + ", error=\"invalid_request\"");
        }
    }

    @Test
    void aTokenThatWasGoodEndsWithItsTime() throws Exception {
        TestServer server = server(Map.of());
        String token =
                with(claims -> claims.expirationTime(Date.from(clock.instant().plusSeconds(60))));
        assertThat(get(server, token).status()).isEqualTo(200);
        server.clock().advance(Duration.ofSeconds(80));
        assertThat(get(server, token).status())
                .as("within what clocks may differ by")
                .isEqualTo(200);
        server.clock().advance(Duration.ofSeconds(20));
        assertInvalid(get(server, token));
    }

    @Test
    void anotherKeyIsTakenAndAWithdrawnOneIsNot() throws Exception {
        TestServer server = server(Map.of());
        String before = issuer.token("alice");
        assertThat(get(server, before).status()).isEqualTo(200);
        issuer.change(TestIssuer.ec("ec-2"));
        String after = issuer.token("alice");
        assertInvalid(get(server, after));
        assertThat(issuer.fetches()).as("not at once again").isEqualTo(1);
        server.clock().advance(Duration.ofSeconds(30));
        assertThat(get(server, after).status()).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertInvalid(get(server, issuer.token(issuer.claims("alice").build(), TestIssuer.ec("stranger"))));
        }
        assertThat(issuer.fetches()).isEqualTo(2);
        server.clock().advance(Duration.ofMinutes(5));
        assertInvalid(get(server, before));
    }

    @Test
    void knownKeysGoOnWhileTheIssuerIsDown() throws Exception {
        TestServer server = server(Map.of());
        issuer.fail(true);
        Answer answer = get(server, issuer.token("alice"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.require("Retry-After")).isEqualTo("10");
        issuer.fail(false);
        assertThat(get(server, issuer.token("alice")).status())
                .as("not at once again")
                .isEqualTo(503);
        server.clock().advance(Duration.ofSeconds(10));
        assertThat(get(server, issuer.token("alice")).status()).isEqualTo(200);
        issuer.fail(true);
        server.clock().advance(Duration.ofMinutes(20));
        assertThat(get(server, issuer.token("bob")).status()).as("old keys").isEqualTo(200);
        server.clock().advance(Duration.ofMinutes(1));
        assertThat(get(server, issuer.token(issuer.claims("bob").build(), TestIssuer.ec("ec-2")))
                        .status())
                .as("a key that might be new")
                .isEqualTo(503);
    }

    @Test
    void peopleHaveHomesAndTheRightsOfTheirGroups() throws Exception {
        String permissions = "/=@staff:read\n/box=@writers:write";
        TestServer byGroups = server(Map.of(Setting.HOME, "/home/{user}", Setting.PERMISSIONS, permissions));
        TestServer byRoles = server(Map.of(
                Setting.PERMISSIONS,
                permissions,
                Setting.OIDC_GROUPS_CLAIM,
                "realm_access.roles",
                Setting.OIDC_USER_CLAIM,
                "sub"));
        String token = issuer.token("alice");
        assertThat(get(byGroups, token).status()).isEqualTo(200);
        assertThat(put(byGroups, "/home/alice/file", token)).isEqualTo(201);
        assertThat(put(byGroups, "/home/bob", token)).isEqualTo(403);
        assertThat(byRoles.dav()
                        .request("MKCOL", "/box")
                        .header("Authorization", "Bearer " + token)
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(put(byRoles, "/file", token)).isEqualTo(403);
        assertThat(principal(byRoles, token)).isEqualTo("f3b1-alice");
    }

    private static int put(TestServer server, String path, String token) {
        return server.dav()
                .request("PUT", path)
                .header("Authorization", "Bearer " + token)
                .body("x")
                .send()
                .status();
    }

    @Test
    void passwordsWorkBesideTokens() throws Exception {
        TestServer server = server(Setting.USERS, "bob=" + new PasswordHashes().hash("secret"));
        assertThat(server.dav().as("bob", "secret").get("/").status()).isEqualTo(200);
        assertThat(get(server, issuer.token("alice")).status()).isEqualTo(200);
        List<String> challenges = server.dav().get("/").headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("WWW-Authenticate"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(challenges).containsExactly("Basic realm=\"Headroom\", charset=\"UTF-8\"", CHALLENGE);
    }

    @Test
    void theKeysAreTheIssuersOwn() throws Exception {
        String token = issuer.token("alice");
        assertThat(get(server(Setting.OIDC_JWKS_URL, issuer.keysUrl()), issuer.token("alice"))
                        .status())
                .isEqualTo(200);
        issuer.tell(text -> text.replace("/realms/main\"", "/realms/other\""));
        assertThat(get(server(Map.of()), token).status())
                .as("somebody else's word")
                .isEqualTo(503);
        issuer.tell(text -> text.replace("\"jwks_uri\":\"https://localhost", "\"jwks_uri\":\"http://keys.example.org"));
        assertThat(get(server(Map.of()), token).status())
                .as("keys in the clear")
                .isEqualTo(503);
        issuer.tell(text -> "x".repeat(300_000));
        assertThat(get(server(Map.of()), token).status()).as("too long").isEqualTo(503);
        issuer.tell(text -> text);
        Path other = TestCertificate.of("localhost").write(folder.resolve("other.pem"));
        assertThat(get(server(Setting.OIDC_CA_FILE, other.toString()), token).status())
                .as("somebody else's certificate")
                .isEqualTo(503);
    }
}
