package io.headroom.server.http;

import io.headroom.server.access.Access;
import io.headroom.server.access.AccessRules;
import io.headroom.server.account.Identity;
import io.headroom.server.account.Login;
import io.headroom.server.exchange.Caller;
import io.headroom.server.failure.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out who asks, before anything else and without reading a body. Thread-safe. */
public final class Callers {
    private static final Caller ANYBODY = new Caller(Identity.NOBODY, Access.ALL);

    private final Optional<Login> login;
    private final AccessRules rules;
    private final Consumer<Identity> welcome;

    private Callers(Optional<Login> login, AccessRules rules, Consumer<Identity> welcome) {
        this.login = login;
        this.rules = rules;
        this.welcome = welcome;
    }

    /** A server without accounts: everybody may do everything. */
    public static Callers anybody() {
        return new Callers(Optional.empty(), AccessRules.open(), nobody -> {});
    }

    /** @param welcome is told of whoever is logged in, at each request */
    public static Callers of(Login login, AccessRules rules, Consumer<Identity> welcome) {
        return new Callers(Optional.of(login), rules, welcome);
    }

    /** How to log in (RFC 9110 §11.6.1); empty where nobody can. */
    Optional<String> challenge() {
        return login.map(any -> "Basic realm=\"Headroom\", charset=\"UTF-8\"");
    }

    /** @throws RequestRefusedException 400 for credentials that can't be read, 401 for wrong ones, 429 after too many of those */
    Caller of(HttpServletRequest request) {
        if (login.isEmpty()) {
            return ANYBODY;
        }
        Identity identity = identity(login.get(), request);
        welcome.accept(identity);
        return new Caller(identity, rules.of(identity));
    }

    private static Identity identity(Login login, HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return Identity.NOBODY;
        }
        if (!BasicCredentials.isBasic(authorization)) {
            throw RequestRefusedException.unauthenticated("This way of logging in is not known here.");
        }
        BasicCredentials credentials = BasicCredentials.parse(authorization);
        return login.check(credentials.name(), credentials.password(), request.getRemoteAddr())
                .orElseThrow(() -> RequestRefusedException.unauthenticated("The name or the password is wrong."));
    }
}
