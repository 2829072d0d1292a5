package io.headroom.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.headroom.server.account.Identity;
import io.headroom.server.account.VerifiedLogins;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whom the tokens of one issuer name. Thread-safe; needs no close. */
public final class Issuer {
    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

    private static final int KEPT = 10_000;

    /** Whoever has the issuer's public key could make tokens with any other kind (RFC 8725 §2.1). */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final IssuerSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final TokenClaims claims;
    private final VerifiedLogins verified;
    private final String version = "token " + UUID.randomUUID();

    /** Asks for nothing yet. */
    public Issuer(IssuerSettings settings, Clock clock) {
        this(settings, new IssuerClient(settings)::keys, clock);
    }

    Issuer(IssuerSettings settings, IssuerKeys.Source keys, Clock clock) {
        this.settings = settings;
        this.claims = new TokenClaims(settings.userClaim(), settings.groupsClaim());
        this.verified = new VerifiedLogins(KEPT, clock);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types()));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new IssuerKeys(keys, clock)));
        processor.setJWTClaimsSetVerifier(claimsVerifier(settings, clock));
    }

    /** RFC 9068 §2.1, what issuers sent before it, and no type at all. */
    private static Set<JOSEObjectType> types() {
        Set<JOSEObjectType> types = new HashSet<>(Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt")));
        types.add(null);
        return types;
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claimsVerifier(IssuerSettings settings, Clock clock) {
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        settings.audiences(),
                        new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                        Set.of("exp"),
                        Set.of()) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(Math.toIntExact(settings.leeway().toSeconds()));
        return verifier;
    }

    public IssuerSettings settings() {
        return settings;
    }

    /**
     * Whom a token names. One that was good a moment ago is remembered as a keyed hash, until it ends.
     *
     * @throws TokenRefusedException when it is not good here
     * @throws io.headroom.server.failure.RequestRefusedException 503 when that can't be said now
     */
    public Identity identity(String token) throws TokenRefusedException {
        Optional<Identity> known = verified.find("", version, token);
        if (known.isPresent()) {
            return known.get();
        }
        JWTClaimsSet set = checked(token);
        Identity identity = claims.identity(set.getClaims());
        Instant end = set.getExpirationTime().toInstant().plus(settings.leeway());
        verified.add("", version, token, identity, end);
        return identity;
    }

    private JWTClaimsSet checked(String token) throws TokenRefusedException {
        try {
            return processor.process(token, null);
        } catch (ExpiredJWTException e) {
            throw new TokenRefusedException("The token has expired.");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            // What is wrong is for whoever runs the server: the words may hold parts of the token.
            LOG.debug(
                    "A token is not good here: {}",
                    String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?"));
            throw new TokenRefusedException("The token is not one of this server's issuer for this server.");
        }
    }
}
