package io.headroom.server.token;

import io.headroom.server.tls.Authorities;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are taken, and what is read from them.
 *
 * @param issuer as it stands in its tokens, to the letter
 * @param audiences of which a token must name one
 * @param keysUrl where its keys are; empty: the issuer itself says where (OpenID Connect Discovery 1.0 §4)
 * @param authorities that the issuer's certificate is signed by
 * @param userClaim with the name of the user
 * @param groupsClaim with the user's groups; dots lead into objects, as in {@code realm_access.roles}
 * @param leeway by how much the issuer's clock may differ from this one
 */
public record IssuerSettings(
        String issuer,
        Set<String> audiences,
        Optional<URI> keysUrl,
        Authorities authorities,
        String userClaim,
        String groupsClaim,
        Duration leeway) {
    public IssuerSettings {
        audiences = Set.copyOf(audiences);
    }
}
