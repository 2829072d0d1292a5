package io.headroom.server.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.account.Account;
import io.headroom.server.account.Candidate;
import io.headroom.server.account.FixedAccounts;
import io.headroom.server.account.Identity;
import io.headroom.server.account.Login;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DigestCheckTest {
    private static final Identity ALICE = new Identity("alice", Set.of("staff"));
    private static final PasswordHashes HASHES = new PasswordHashes();
    private static final String HERE = "192.0.2.1";
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ServerNonces nonces = new ServerNonces(100, clock);
    private final Set<String> accounts = new HashSet<>(Set.of("alice"));
    private final DigestCheck check = check(DigestAlgorithm.SHA_256);

    private DigestCheck check(DigestAlgorithm... algorithms) {
        String secret = DigestAlgorithm.SHA_256.secret("alice", DigestCheck.REALM, "secret");
        return new DigestCheck(
                List.of(algorithms),
                List.of(DigestUser.parse("alice", "sha-256:" + secret)),
                DigestTarget.EXACT,
                nonces,
                new Login(List.of(this::candidate), HASHES, clock));
    }

    private Optional<Candidate> candidate(String name) {
        Account account = new Account("alice", HASHES.hash("secret"), Set.of("staff"), false);
        return accounts.contains(name)
                ? new FixedAccounts(List.of(account), HASHES).find(account.name())
                : Optional.empty();
    }

    private String nonce() {
        Matcher matcher = NONCE.matcher(check.challenges(false).get(0));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static DigestCredentials proof(String name, String password, String nonce, long count) {
        return proof(name, password, nonce, count, "SHA-256", "auth", DigestCheck.REALM, false);
    }

    private static DigestCredentials proof(
            String name,
            String password,
            String nonce,
            long count,
            String algorithm,
            String quality,
            String realm,
            boolean hashedName) {
        DigestAlgorithm hash = DigestAlgorithm.find(algorithm).orElse(DigestAlgorithm.MD5);
        DigestCredentials open = new DigestCredentials(
                name,
                name,
                realm,
                nonce,
                "/file",
                "",
                algorithm,
                "client",
                quality,
                count,
                String.format("%08x", count),
                hashedName);
        return new DigestCredentials(
                name,
                name,
                realm,
                nonce,
                "/file",
                open.expected(hash, hash.secret(name, realm, password), "PUT"),
                algorithm,
                "client",
                quality,
                count,
                open.countText(),
                hashedName);
    }

    private Identity identity(DigestCredentials credentials) throws StaleNonceException {
        return check.identity(credentials, "PUT", "/file", HERE);
    }

    private static void assertRefused(int status, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    @Proves("EXT-AUTH-02")
    void eachAlgorithmHasAChallengeTheBestFirst() {
        List<String> challenges =
                check(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5).challenges(false);
        assertThat(challenges)
                .hasSize(2)
                .allSatisfy(challenge -> assertThat(challenge)
                        .startsWith("Digest realm=\"Headroom\", qop=\"auth\", algorithm=")
                        .contains("charset=UTF-8", "opaque=\"")
                        .doesNotContain("stale"));
        assertThat(challenges.get(0)).contains("algorithm=SHA-256,");
        assertThat(challenges.get(1)).contains("algorithm=MD5,");
        assertThat(check.challenges(true).get(0)).endsWith(", stale=true");
        assertThat(nonce()).isNotEqualTo(nonce());
    }

    @Test
    void theRightPasswordIsTheAccount() throws StaleNonceException {
        assertThat(identity(proof("alice", "secret", nonce(), 1))).isEqualTo(ALICE);
    }

    @Test
    void whoHasNoAccountAnyMoreIsRefused() {
        accounts.clear();
        assertRefused(401, () -> identity(proof("alice", "secret", nonce(), 1)));
    }

    @Test
    void wrongNamesPasswordsMethodsAndTargetsAreRefused() {
        assertRefused(401, () -> identity(proof("alice", "wrong", nonce(), 1)));
        assertRefused(401, () -> identity(proof("bob", "secret", nonce(), 1)));
        assertRefused(401, () -> identity(proof("", "", nonce(), 1)));
        DigestCredentials right = proof("alice", "secret", nonce(), 1);
        assertRefused(401, () -> check.identity(right, "DELETE", "/file", HERE));
        assertRefused(400, () -> check.identity(right, "PUT", "/other", HERE));
    }

    @Test
    @Proves("EXT-AUTH-02")
    void whatWasNotOfferedIsRefused() {
        assertRefused(401, () -> identity(proof("alice", "secret", nonce(), 1, "MD5", "auth", "Headroom", false)));
        assertRefused(
                401, () -> identity(proof("alice", "secret", nonce(), 1, "SHA-256-sess", "auth", "Headroom", false)));
        assertRefused(
                401, () -> identity(proof("alice", "secret", nonce(), 1, "SHA-256", "auth-int", "Headroom", false)));
        assertRefused(401, () -> identity(proof("alice", "secret", nonce(), 1, "SHA-256", "auth", "Other", false)));
        assertRefused(401, () -> identity(proof("alice", "secret", nonce(), 1, "SHA-256", "auth", "Headroom", true)));
        // The user has no hash of this kind.
        assertRefused(
                401,
                () -> check(DigestAlgorithm.MD5)
                        .identity(
                                proof("alice", "secret", nonce(), 1, "MD5", "auth", "Headroom", false),
                                "PUT",
                                "/file",
                                HERE));
    }

    @Test
    @Proves("EXT-AUTH-02")
    void aRightProofWithAnOldOrUsedNonceIsStaleAndAWrongOneIsNot() throws StaleNonceException {
        String nonce = nonce();
        identity(proof("alice", "secret", nonce, 1));
        assertThatThrownBy(() -> identity(proof("alice", "secret", nonce, 1))).isInstanceOf(StaleNonceException.class);
        clock.advance(Duration.ofMinutes(6));
        assertThatThrownBy(() -> identity(proof("alice", "secret", nonce, 2))).isInstanceOf(StaleNonceException.class);
        assertThatThrownBy(() -> identity(proof("alice", "secret", "of another server", 1)))
                .isInstanceOf(StaleNonceException.class);
        assertRefused(401, () -> identity(proof("alice", "wrong", nonce, 3)));
    }

    @Test
    @Proves("EXT-AUTH-07")
    void guessingSlowsDownButNotThoseWhoProvedThemselves() throws StaleNonceException {
        String proven = nonce();
        identity(proof("alice", "secret", proven, 1));
        for (int i = 0; i < 5; i++) {
            assertRefused(401, () -> identity(proof("alice", "wrong", nonce(), 1)));
        }
        assertRefused(429, () -> identity(proof("alice", "secret", nonce(), 1)));
        assertThat(identity(proof("alice", "secret", proven, 2))).isEqualTo(ALICE);
    }

    @Test
    void secretsAreChecked() {
        for (String wrong : new String[] {"", "SHA-256", "SHA-256:", "SHA-256:abc", "MD5:" + "g".repeat(32), "x:y"}) {
            assertThatThrownBy(() -> DigestUser.parse("alice", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("headroom hash --digest alice");
        }
        DigestUser both = DigestUser.parse("alice", "SHA-256:" + "A".repeat(64) + ", MD5:" + "0".repeat(32));
        assertThat(both.secrets()).containsKeys(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    }
}
