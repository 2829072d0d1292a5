package io.headroom.server.token;

import io.headroom.server.account.Account;
import io.headroom.server.account.Identity;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from a token's claims whom it names. Immutable. */
record TokenClaims(String userClaim, String groupsClaim) {
    private static final Logger LOG = LoggerFactory.getLogger(TokenClaims.class);

    /**
     * One claim names the user, and no other takes its place: what one of them says of one person, another might say of someone else.
     *
     * @throws TokenRefusedException when it names nobody who could be a user here
     */
    Identity identity(Map<String, Object> claims) throws TokenRefusedException {
        if (!(value(claims, userClaim) instanceof String name)) {
            throw new TokenRefusedException("The token has no claim '" + userClaim + "' with the name of a user.");
        }
        try {
            Account.requireName(name, "user");
        } catch (IllegalArgumentException e) {
            LOG.warn("A token names somebody who can't be a user here: {}", printable(e));
            throw new TokenRefusedException("The token names somebody who can not be a user here.");
        }
        return new Identity(name, groups(claims));
    }

    private Set<String> groups(Map<String, Object> claims) {
        Object value = value(claims, groupsClaim);
        Collection<?> all =
                value instanceof Collection<?> several ? several : value == null ? List.of() : List.of(value);
        Set<String> groups = new HashSet<>();
        for (Object each : all) {
            if (each instanceof String group) {
                try {
                    Account.requireName(group, "group");
                    groups.add(group);
                } catch (IllegalArgumentException e) {
                    LOG.debug("A token's group does not count here: {}", printable(e));
                }
            }
        }
        return groups;
    }

    private static String printable(IllegalArgumentException failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", "?");
    }

    /** A claim of that name, or one inside the objects that the dots lead into. */
    private static @Nullable Object value(Map<?, ?> claims, String name) {
        Object own = claims.get(name);
        int dot = name.indexOf('.');
        if (own != null || dot < 0) {
            return own;
        }
        return claims.get(name.substring(0, dot)) instanceof Map<?, ?> inside
                ? value(inside, name.substring(dot + 1))
                : null;
    }
}
