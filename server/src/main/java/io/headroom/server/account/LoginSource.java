package io.headroom.server.account;

import java.util.Optional;

/** A place where people are known by name and password. Asked for each request with a name: cheap. Thread-safe. */
@FunctionalInterface
public interface LoginSource {
    /**
     * What is known of a name before its password was looked at; empty for a name that nobody has here: then other sources are asked. For
     * somebody who may not log in, a candidate whose every password is wrong.
     *
     * @param name as the client sent it
     * @throws io.headroom.spi.error.StorageException when it can't be said now
     */
    Optional<Candidate> find(String name);
}
