package io.headroom.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An issuer of tokens on a free port of this machine, over HTTPS: says where its keys are, shows them, and signs with them. Other keys can
 * take their place, and it can fail. Closed by its test.
 */
final class TestIssuer implements AutoCloseable {
    static final String AUDIENCE = "headroom";

    private final HttpServer server;
    private final Clock clock;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<JWK> keys;
    private volatile UnaryOperator<String> discovery = text -> text;
    private volatile boolean down;

    private TestIssuer(TestCertificate certificate, List<JWK> keys, Clock clock) throws IOException {
        this.clock = clock;
        this.keys = List.copyOf(keys);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server = https;
        server.createContext(
                "/realms/main/.well-known/openid-configuration", exchange -> answer(exchange, discovery()));
        server.createContext("/realms/main/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, new JWKSet(this.keys).toString());
        });
        server.start();
    }

    /**
     * @param certificate for "localhost"
     * @param keys which take a while to make
     */
    static TestIssuer start(TestCertificate certificate, List<JWK> keys, Clock clock) throws IOException {
        return new TestIssuer(certificate, keys, clock);
    }

    static RSAKey rsa(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    static ECKey ec(String id) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    private String discovery() {
        return discovery.apply("{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + keysUrl() + "\"}");
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(down ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort() + "/realms/main";
    }

    String keysUrl() {
        return url() + "/keys";
    }

    List<JWK> keys() {
        return keys;
    }

    /** Those that are shown and signed with from now on. */
    void change(JWK... others) {
        keys = List.of(others);
    }

    /** How the keys' address is told from now on. */
    void tell(UnaryOperator<String> otherwise) {
        discovery = otherwise;
    }

    /** Each question is answered 500 from now on, or no more. */
    void fail(boolean failing) {
        down = failing;
    }

    /** How often the keys were asked for. */
    int fetches() {
        return fetches.get();
    }

    /** A good token for an hour. */
    JWTClaimsSet.Builder claims(String user) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(List.of(AUDIENCE, "other"))
                .subject("f3b1-" + user)
                .claim("preferred_username", user)
                .claim("groups", List.of("staff", "/odd"))
                .claim("realm_access", Map.of("roles", List.of("writers")))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    String token(String user) throws JOSEException {
        return token(claims(user).build());
    }

    /** Signed with the first of the keys. */
    String token(JWTClaimsSet claims) throws JOSEException {
        return token(claims, keys.get(0));
    }

    String token(JWTClaimsSet claims, JWK key) throws JOSEException {
        boolean ec = key instanceof ECKey;
        return token(claims, key, ec ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256, "JWT");
    }

    static String token(JWTClaimsSet claims, JWK key, JWSAlgorithm algorithm, String type) throws JOSEException {
        JWSSigner signer = key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.toRSAKey());
        return signed(claims, key, algorithm, type, signer);
    }

    /** What somebody makes who knows the public key only, and calls it a secret. */
    static String tokenOfPublicKey(JWTClaimsSet claims, JWK key) throws JOSEException {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        return signed(claims, key, JWSAlgorithm.HS256, "JWT", new MACSigner(secret));
    }

    static String tokenWithoutSignature(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    private static String signed(JWTClaimsSet claims, JWK key, JWSAlgorithm algorithm, String type, JWSSigner signer)
            throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(algorithm)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType(type))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
