package io.headroom.server.http;

import io.headroom.server.account.Identity;
import io.headroom.server.digest.DigestCheck;
import io.headroom.server.digest.DigestCredentials;
import io.headroom.server.digest.StaleNonceException;
import io.headroom.server.failure.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** A proof that the password is known, without the password (RFC 7616). */
public final class DigestScheme implements AuthenticationScheme {
    private static final String STALE = DigestScheme.class.getName() + ".stale";

    private final DigestCheck check;

    public DigestScheme(DigestCheck check) {
        this.check = check;
    }

    @Override
    public String name() {
        return "Digest";
    }

    /** The best of them. */
    @Override
    public String challenge(HttpServletRequest request) {
        return challenges(request).get(0);
    }

    @Override
    public List<String> challenges(HttpServletRequest request) {
        return check.challenges(request.getAttribute(STALE) != null);
    }

    @Override
    public Identity identity(HttpServletRequest request, String credentials) {
        try {
            return check.identity(
                    DigestCredentials.parse(credentials),
                    request.getMethod(),
                    target(request),
                    request.getRemoteAddr());
        } catch (StaleNonceException e) {
            request.setAttribute(STALE, true);
            throw RequestRefusedException.unauthenticated("The nonce is not good any more; here is a new one.");
        }
    }

    private static String target(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }
}
