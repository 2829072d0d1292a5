package io.headroom.server.account;

import java.util.Optional;

/** Somebody who may be who they say: what one source knows of a name. */
public interface Candidate {
    /**
     * Changes whenever a password that was right before must be looked at anew, and whenever the identity does: a login that was
     * verified counts for one version only.
     */
    String version();

    /**
     * Who it is; empty when the password is wrong. Slow, as the hash or the directory is, and takes as long for a wrong password.
     *
     * @throws io.headroom.server.failure.RequestRefusedException 503 when too many are asked for at once
     * @throws io.headroom.spi.error.StorageException when it can't be said now
     */
    Optional<Identity> check(String password);

    /** Whoever proved it without a password; empty where nobody can be known before a password was looked at. */
    default Optional<Identity> identity() {
        return Optional.empty();
    }
}
