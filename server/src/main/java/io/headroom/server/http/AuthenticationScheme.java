package io.headroom.server.http;

import io.headroom.server.account.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** One way of logging in (RFC 9110 §11.1). Thread-safe. */
public interface AuthenticationScheme {
    /** What its credentials begin with, in any case of letters. */
    String name();

    /**
     * What a 401 says of it: the whole value of one WWW-Authenticate field.
     *
     * @param request the one that is refused; what {@link #identity} found wrong with it may be among its attributes
     */
    String challenge(HttpServletRequest request);

    /** The same for a scheme that has several to offer, the best first: a field for each. */
    default List<String> challenges(HttpServletRequest request) {
        return List.of(challenge(request));
    }

    /**
     * Who asks.
     *
     * @param credentials what follows the name in the Authorization header
     * @throws io.headroom.server.failure.RequestRefusedException 400 for credentials that can't be read, 401 for wrong ones, 429 after
     *     too many of those
     * @throws io.headroom.spi.error.StorageException when it can't be said now
     */
    Identity identity(HttpServletRequest request, String credentials);
}
