package io.headroom.server.account;

import io.headroom.server.failure.RequestRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks names and passwords. Thread-safe. */
public final class Login {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);

    private static final int KEPT = 10_000;

    private final List<LoginSource> sources;
    private final PasswordHashes hashes;
    private final VerifiedLogins verified;
    private final FailedLogins failed;

    /**
     * @param sources the first one that knows a name decides
     * @param hashes to let an unknown name take the time of a known one
     */
    public Login(List<LoginSource> sources, PasswordHashes hashes, Clock clock) {
        this(sources, hashes, new VerifiedLogins(KEPT, clock), new FailedLogins(KEPT, clock));
    }

    private Login(List<LoginSource> sources, PasswordHashes hashes, VerifiedLogins verified, FailedLogins failed) {
        this.sources = List.copyOf(sources);
        this.hashes = hashes;
        this.verified = verified;
        this.failed = failed;
    }

    /** The same with other people: who guessed is slowed down as before. */
    public Login withSources(List<LoginSource> others) {
        return new Login(others, hashes, verified, failed);
    }

    /**
     * Who this is; empty when name or password are wrong.
     *
     * @param address where it comes from, to slow down those who guess
     * @throws RequestRefusedException 429 after too many failures (RFC 6585 §4)
     * @throws io.headroom.spi.error.StorageException when it can't be said now
     */
    public Optional<Identity> check(String name, String password, String address) {
        Optional<Known> found = find(name);
        if (found.isPresent()) {
            Optional<Identity> identity =
                    verified.find(name, found.get().candidate().version(), password);
            if (identity.isPresent() && found.get().mayBe(identity.get())) {
                return identity;
            }
        }
        requirePatience(name, address);
        if (found.isEmpty()) {
            hashes.matchNobody(password);
        } else {
            Candidate candidate = found.get().candidate();
            Optional<Identity> identity = candidate.check(password);
            if (identity.isPresent() && found.get().mayBe(identity.get())) {
                failed.succeeded(name, address);
                verified.add(name, candidate.version(), password, identity.get());
                return identity;
            }
        }
        failed(name, address);
        return Optional.empty();
    }

    /**
     * Who has this name, for ways of logging in that look at the proof themselves; empty when nobody has it here.
     *
     * @throws io.headroom.spi.error.StorageException when it can't be said now
     */
    public Optional<Identity> known(String name) {
        return find(name).map(Known::candidate).flatMap(Candidate::identity);
    }

    private Optional<Known> find(String name) {
        for (LoginSource source : sources) {
            Optional<Candidate> candidate = source.find(name);
            if (candidate.isPresent()) {
                return candidate.map(known -> new Known(name, source, known));
            }
        }
        return Optional.empty();
    }

    /** Where a name was found, and what is known of it. */
    private final class Known {
        private final String name;
        private final LoginSource source;
        private final Candidate candidate;

        Known(String name, LoginSource source, Candidate candidate) {
            this.name = name;
            this.source = source;
            this.candidate = candidate;
        }

        Candidate candidate() {
            return candidate;
        }

        /**
         * A source may know somebody by another spelling than was sent: {@code Alice} must not become the {@code alice} whom a source
         * before it knows.
         */
        boolean mayBe(Identity identity) {
            if (identity.name().equals(name)) {
                return true;
            }
            boolean own = find(identity.name())
                    .filter(other -> other.source == source)
                    .isPresent();
            if (!own) {
                LOG.warn(
                        "'{}' is '{}' in a directory, but that name is another account's here.",
                        printable(name),
                        identity.name());
            }
            return own;
        }
    }

    /**
     * For ways of logging in that look at the proof themselves: to be asked before they do.
     *
     * @throws RequestRefusedException 429 while who guessed too often must wait
     */
    public void requirePatience(String name, String address) {
        Duration pause = failed.pause(name, address);
        if (!pause.isZero()) {
            throw new RequestRefusedException(
                    429,
                    "Too many wrong passwords. Wait " + (pause.toSeconds() + 1) + " seconds.",
                    Map.of("Retry-After", Long.toString(pause.toSeconds() + 1)));
        }
    }

    /** A wrong proof: counts, and is told in the log. */
    public void failed(String name, String address) {
        failed.failed(name, address);
        LOG.warn("A login as '{}' from {} failed.", printable(name), address);
    }

    /** A right proof: the name is free again at this address. */
    public void succeeded(String name, String address) {
        failed.succeeded(name, address);
    }

    /** The name is the client's: no line of its own in the log. */
    private static String printable(String name) {
        String shown = name.length() > 128 ? name.substring(0, 128) : name;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
