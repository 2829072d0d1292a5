package io.headroom.server.digest;

import io.headroom.server.account.Identity;
import io.headroom.server.account.Login;
import io.headroom.server.failure.RequestRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes challenges and checks what comes in answer to them (RFC 7616). Thread-safe. */
public final class DigestCheck {
    /** What the hash of a user is made over, too: another one would make all of them useless. */
    public static final String REALM = "Headroom";

    /** Old clients want one. It says nothing, so what comes back is not looked at. */
    private static final String OPAQUE = "SGVhZHJvb20";

    private static final String NOBODY = "";

    private final List<DigestAlgorithm> algorithms;
    private final Map<String, DigestUser> users;
    private final BiPredicate<String, String> target;
    private final ServerNonces nonces;
    private final Login login;

    /**
     * @param algorithms that are offered, the best first
     * @param target whether the client's idea of the request target is good enough
     * @param nonces outlive this, as clients hold them
     * @param login knows the accounts, and slows down those who guess
     */
    public DigestCheck(
            List<DigestAlgorithm> algorithms,
            Collection<DigestUser> users,
            BiPredicate<String, String> target,
            ServerNonces nonces,
            Login login) {
        this.algorithms = List.copyOf(algorithms);
        this.users = users.stream().collect(Collectors.toUnmodifiableMap(DigestUser::name, Function.identity()));
        this.target = target;
        this.nonces = nonces;
        this.login = login;
    }

    /**
     * One challenge for each algorithm.
     *
     * @param stale whether the client was right but for its nonce, and need not ask its user again
     */
    public List<String> challenges(boolean stale) {
        String nonce = nonces.next();
        return algorithms.stream()
                .map(algorithm -> "Digest realm=\"" + REALM + "\", qop=\"auth\", algorithm=" + algorithm.token()
                        + ", nonce=\"" + nonce + "\", opaque=\"" + OPAQUE + "\", charset=UTF-8"
                        + (stale ? ", stale=true" : ""))
                .toList();
    }

    /**
     * Who asks.
     *
     * @param method of the request
     * @param requested the request target as it came
     * @param address where it comes from
     * @throws StaleNonceException when only the nonce is not good any more
     * @throws io.headroom.spi.error.StorageException when it can't be said now
     * @throws RequestRefusedException 400 for a proof that is for another target, 401 for a wrong one, 429 after too many of those
     */
    public Identity identity(DigestCredentials credentials, String method, String requested, String address)
            throws StaleNonceException {
        String name = credentials.name();
        // A client that proved itself is not slowed down by a guesser beside it.
        if (!nonces.isKnown(credentials.nonce(), name)) {
            login.requirePatience(name, address);
        }
        DigestAlgorithm algorithm = DigestAlgorithm.find(credentials.algorithm())
                .filter(algorithms::contains)
                .orElseThrow(
                        () -> RequestRefusedException.unauthenticated("This algorithm of Digest is not used here."));
        if (!credentials.quality().equals("auth")
                || credentials.hashedName()
                || !credentials.realm().equals(REALM)) {
            throw RequestRefusedException.unauthenticated("This answers none of the challenges of this server.");
        }
        if (!target.test(OctetText.decode(credentials.uri()), requested)) {
            throw RequestRefusedException.badRequest("The uri in the Authorization header is not that of the request.");
        }
        String secret = Optional.ofNullable(users.get(name))
                .map(known -> known.secrets().get(algorithm))
                .orElse(NOBODY);
        // Worked out for unknown names, too: they take the same time.
        boolean isRight = same(credentials.expected(algorithm, secret, method), credentials.response());
        Optional<Identity> identity = secret.equals(NOBODY) || !isRight ? Optional.empty() : login.known(name);
        if (identity.isEmpty()) {
            login.failed(name, address);
            throw RequestRefusedException.unauthenticated("The name or the password is wrong.");
        }
        if (!nonces.use(credentials.nonce(), name, credentials.count())) {
            throw new StaleNonceException();
        }
        login.succeeded(name, address);
        return identity.get();
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1),
                given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
    }
}
