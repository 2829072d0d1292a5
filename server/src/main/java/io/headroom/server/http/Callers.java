package io.headroom.server.http;

import io.headroom.server.access.Access;
import io.headroom.server.access.AccessRules;
import io.headroom.server.account.Identity;
import io.headroom.server.exchange.Caller;
import io.headroom.server.failure.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out who asks, before anything else and without reading a body. Thread-safe. */
public final class Callers {
    private static final Caller ANYBODY = new Caller(Identity.NOBODY, Access.ALL);

    private final List<AuthenticationScheme> schemes;
    private final Optional<CertificateLogin> certificates;
    private final AccessRules rules;
    private final boolean anonymousOptions;
    private final Consumer<Identity> welcome;

    private Callers(
            List<AuthenticationScheme> schemes,
            Optional<CertificateLogin> certificates,
            AccessRules rules,
            boolean anonymousOptions,
            Consumer<Identity> welcome) {
        this.schemes = List.copyOf(schemes);
        this.certificates = certificates;
        this.rules = rules;
        this.anonymousOptions = anonymousOptions;
        this.welcome = welcome;
    }

    /** A server without accounts: everybody may do everything. */
    public static Callers anybody() {
        return new Callers(List.of(), Optional.empty(), AccessRules.open(), true, nobody -> {});
    }

    /**
     * @param schemes the best first: many clients take the first one that they know
     * @param certificates who has one and sends no Authorization header is whom it names
     * @param anonymousOptions whether OPTIONS is answered without a login
     * @param welcome is told of whoever is logged in, at each request
     */
    public static Callers of(
            List<AuthenticationScheme> schemes,
            Optional<CertificateLogin> certificates,
            AccessRules rules,
            boolean anonymousOptions,
            Consumer<Identity> welcome) {
        return new Callers(schemes, certificates, rules, anonymousOptions, welcome);
    }

    /** How to log in, one challenge for each header field (RFC 9110 §11.6.1); none where nobody can. */
    List<String> challenges(HttpServletRequest request) {
        return schemes.stream()
                .flatMap(scheme -> scheme.challenges(request).stream())
                .toList();
    }

    /** @throws RequestRefusedException 400 for credentials that can't be read, 401 for wrong ones, 429 after too many of those */
    Caller of(HttpServletRequest request) {
        if (schemes.isEmpty()) {
            return ANYBODY;
        }
        Identity identity = identity(request);
        if (identity.isNobody() && !anonymousOptions && request.getMethod().equals("OPTIONS")) {
            throw RequestRefusedException.unauthenticated("Log in to do this.");
        }
        welcome.accept(identity);
        return new Caller(identity, rules.of(identity));
    }

    private Identity identity(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return certificates.flatMap(login -> login.identity(request)).orElse(Identity.NOBODY);
        }
        int space = authorization.indexOf(' ');
        String name = space < 0 ? authorization : authorization.substring(0, space);
        for (AuthenticationScheme scheme : schemes) {
            if (scheme.name().equalsIgnoreCase(name)) {
                String credentials =
                        space < 0 ? "" : authorization.substring(space + 1).strip();
                return scheme.identity(request, credentials);
            }
        }
        throw RequestRefusedException.unauthenticated("This way of logging in is not known here.");
    }
}
