package io.headroom.server.conditional;

import io.headroom.server.lock.LockToken;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;

/** One condition of a list in the If header. */
public sealed interface StateCondition {
    /** Whether {@code Not} stands before it. */
    boolean negated();

    /** Whether the resource has the state, {@code Not} left aside. */
    boolean matches(ResourcePath path, StateLookup lookup);

    /** A state token; only lock tokens are known. */
    record HasToken(boolean negated, LockToken token) implements StateCondition {
        /** Names no lock, ever (RFC 4918 §10.4.8). */
        public static final LockToken NO_LOCK = new LockToken("DAV:no-lock");

        @Override
        public boolean matches(ResourcePath path, StateLookup lookup) {
            return !token.equals(NO_LOCK) && lookup.locked(path, token);
        }
    }

    /** An entity tag. */
    record HasTag(boolean negated, EntityTag tag) implements StateCondition {
        @Override
        public boolean matches(ResourcePath path, StateLookup lookup) {
            // RFC 4918 §10.4.4 leaves the comparison to us; only who writes W/ gets the weak one.
            return lookup.entityTag(path)
                    .map(current -> tag.weak() ? tag.matchesWeakly(current) : tag.matchesStrongly(current))
                    .orElse(false);
        }
    }
}
