package io.headroom.server.http;

import io.headroom.server.account.Identity;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.token.Issuer;
import io.headroom.server.token.TokenRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.regex.Pattern;

/** A token with each request, in the Authorization header and nowhere else (RFC 6750 §2.1). */
public final class BearerScheme implements AuthenticationScheme {
    private static final String CHALLENGE = "Bearer realm=\"Headroom\"";
    private static final String WRONG = BearerScheme.class.getName() + ".wrong";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Issuer issuer;

    public BearerScheme(Issuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public String name() {
        return "Bearer";
    }

    /** Whoever sent no token is told of no error (RFC 6750 §3.1). */
    @Override
    public String challenge(HttpServletRequest request) {
        return request.getAttribute(WRONG) instanceof String sentence ? error("invalid_token", sentence) : CHALLENGE;
    }

    private static String error(String code, String sentence) {
        return CHALLENGE + ", error=\"" + code + "\", error_description=\"" + sentence + "\"";
    }

    @Override
    public Identity identity(HttpServletRequest request, String credentials) {
        if (!TOKEN.matcher(credentials).matches()) {
            String sentence = "The Authorization header is malformed.";
            throw new RequestRefusedException(
                    400, sentence, Map.of("WWW-Authenticate", error("invalid_request", sentence)));
        }
        try {
            return issuer.identity(credentials);
        } catch (TokenRefusedException e) {
            request.setAttribute(WRONG, e.sentence());
            throw RequestRefusedException.unauthenticated(e.sentence());
        }
    }
}
