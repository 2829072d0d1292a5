package io.headroom.server.failure;

import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Optional;

/**
 * A precondition or postcondition code: one child of {@code DAV:error} (RFC 4918 §16).
 *
 * @param name the local name in the {@code DAV:} namespace
 * @param resources what it is about, written as {@code DAV:href} inside; may be none
 * @param privilege which one is needed there (RFC 3744 §7.1.1), by its local name in the {@code DAV:} namespace
 */
public record Condition(String name, List<ResourcePath> resources, Optional<String> privilege) {
    public static final Condition CANNOT_MODIFY_PROTECTED_PROPERTY = of("cannot-modify-protected-property");
    public static final Condition LOCK_TOKEN_MATCHES_REQUEST_URI = of("lock-token-matches-request-uri");
    public static final Condition NO_EXTERNAL_ENTITIES = of("no-external-entities");
    public static final Condition PROPFIND_FINITE_DEPTH = of("propfind-finite-depth");
    public static final Condition VALID_RESOURCETYPE = of("valid-resourcetype");

    public Condition {
        resources = List.copyOf(resources);
    }

    private static Condition of(String name) {
        return new Condition(name, List.of(), Optional.empty());
    }

    /** A right is missing: which, and where. */
    public static Condition needPrivilege(ResourcePath path, String privilege) {
        return new Condition("need-privileges", List.of(path), Optional.of(privilege));
    }

    /** A lock stands in the way and its token was not sent; with at least one locked resource. */
    public static Condition lockTokenSubmitted(List<ResourcePath> locked) {
        return new Condition("lock-token-submitted", locked, Optional.empty());
    }

    /** Another lock stands in the way of a new one; with the roots of those locks. */
    public static Condition noConflictingLock(List<ResourcePath> roots) {
        return new Condition("no-conflicting-lock", roots, Optional.empty());
    }
}
