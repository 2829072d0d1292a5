package io.headroom.server.http;

import io.headroom.server.account.Identity;
import io.headroom.server.account.Login;
import io.headroom.server.failure.RequestRefusedException;
import jakarta.servlet.http.HttpServletRequest;

/** Name and password with each request (RFC 7617). */
public final class BasicScheme implements AuthenticationScheme {
    private final Login login;

    public BasicScheme(Login login) {
        this.login = login;
    }

    @Override
    public String name() {
        return "Basic";
    }

    @Override
    public String challenge(HttpServletRequest request) {
        return "Basic realm=\"Headroom\", charset=\"UTF-8\"";
    }

    @Override
    public Identity identity(HttpServletRequest request, String credentials) {
        BasicCredentials parsed = BasicCredentials.parse(credentials);
        return login.check(parsed.name(), parsed.password(), request.getRemoteAddr())
                .orElseThrow(() -> RequestRefusedException.unauthenticated("The name or the password is wrong."));
    }
}
