package io.headroom.server.app;

import io.headroom.server.account.AccountStore;
import io.headroom.server.account.Accounts;
import io.headroom.server.account.CachedAccounts;
import io.headroom.server.account.FixedAccounts;
import io.headroom.server.account.Identity;
import io.headroom.server.account.Login;
import io.headroom.server.account.LoginSource;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.digest.ServerNonces;
import io.headroom.server.directory.Directory;
import io.headroom.server.directory.DirectorySettings;
import io.headroom.server.home.HomeFolders;
import io.headroom.server.http.AuthenticationScheme;
import io.headroom.server.http.BasicScheme;
import io.headroom.server.http.BearerScheme;
import io.headroom.server.http.Callers;
import io.headroom.server.http.CertificateLogin;
import io.headroom.server.method.Services;
import io.headroom.server.tls.ClientTrust;
import io.headroom.server.token.Issuer;
import io.headroom.server.token.IssuerSettings;
import io.headroom.spi.SettingsException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may log in and what they may do, as the settings say, which may change while the server runs: a request has one state of them
 * from its begin to its end. Thread-safe.
 */
final class Logins implements Supplier<Callers> {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final int KEPT_NONCES = 10_000;

    private final Services services;
    private final CapacityLedger ledger;
    private final Clock clock;
    private final PasswordHashes hashes = new PasswordHashes();
    private final Login nobody;
    private final Optional<CachedAccounts> cached;
    private final Optional<ClientTrust> trust;
    /** Outlives a change of settings, as clients hold them. */
    private final ServerNonces nonces;

    private Optional<Directory> directory = Optional.empty();
    private Optional<Issuer> issuer = Optional.empty();

    private volatile Callers callers;

    /**
     * @param ledger stays open as long as this is used, as the database does
     * @param database empty where there is none that outlives the server
     * @param trust which certificates of clients count; empty where none does
     */
    Logins(
            ServerConfig config,
            Services services,
            CapacityLedger ledger,
            Optional<AccountStore> database,
            Optional<ClientTrust> trust,
            Clock clock) {
        this.services = services;
        this.ledger = ledger;
        this.clock = clock;
        this.nobody = new Login(List.of(), hashes, clock);
        this.cached = database.map(store -> new CachedAccounts(store, hashes, clock));
        this.trust = trust;
        this.nonces = new ServerNonces(KEPT_NONCES, clock);
        this.callers = callers(config);
        database.filter(store -> isForNobody(config.people(), store))
                .ifPresent(store -> LOG.warn(
                        "Nobody can log in yet. To make an account: headroom user add {} NAME", words(config)));
    }

    private static boolean isForNobody(PeopleSettings people, Accounts store) {
        boolean others = !people.accounts().isEmpty()
                || people.directory().isPresent()
                || people.issuer().isPresent();
        return people.database() && !others && store.list().isEmpty();
    }

    /** By which the command finds this server. */
    private static String words(ServerConfig config) {
        return config.location()
                + config.state().map(folder -> " --state " + folder).orElse("");
    }

    @Override
    public Callers get() {
        return callers;
    }

    /** @throws SettingsException when these people can't be known by a server that was started as this one was */
    void requirePossible(PeopleSettings people) {
        if (people.database() && cached.isEmpty()) {
            throw new SettingsException("A server that was started to read only, and without accounts in the database,"
                    + " has none. It must be started anew.");
        }
    }

    /**
     * Takes other settings: they hold for the next request. For one thread at a time.
     *
     * @param config whose people are {@link #requirePossible possible}
     */
    void change(ServerConfig config) {
        callers = callers(config);
    }

    private Callers callers(ServerConfig config) {
        PeopleSettings people = config.people();
        if (!people.hasLogins()) {
            return Callers.anybody();
        }
        List<LoginSource> sources = new ArrayList<>();
        sources.add(new FixedAccounts(people.accounts(), hashes));
        if (people.database()) {
            sources.add(cached.orElseThrow());
        }
        directory = people.directory().map(this::directory);
        directory.ifPresent(sources::add);
        Login login = nobody.withSources(sources);
        // The best first: many clients take the first one that they know.
        List<AuthenticationScheme> schemes = new ArrayList<>();
        config.digest().scheme(nonces, login).ifPresent(schemes::add);
        if (people.hasPasswords()) {
            schemes.add(new BasicScheme(login));
        }
        // The last: whoever has a token sends it unasked, and others may not know the word.
        issuer = people.issuer().map(this::issuer);
        issuer.map(BearerScheme::new).ifPresent(schemes::add);
        return Callers.of(
                schemes,
                trust.map(authorities -> new CertificateLogin(authorities, config.certificateName(), login::known)),
                people.accessRules(),
                config.anonymousOptions(),
                welcome(config));
    }

    /** The same one where nothing changed: who was looked at a moment ago is still known. */
    private Directory directory(DirectorySettings settings) {
        return directory.filter(same -> same.settings().equals(settings)).orElseGet(() -> new Directory(settings));
    }

    /** The same one where nothing changed: its keys are still known. */
    private Issuer issuer(IssuerSettings settings) {
        return issuer.filter(same -> same.settings().equals(settings)).orElseGet(() -> new Issuer(settings, clock));
    }

    /** Where nothing may be made, whoever has no home does without. */
    private Consumer<Identity> welcome(ServerConfig config) {
        return config.people()
                .homes()
                .filter(pattern -> !services.isReadOnly())
                .map(pattern -> new HomeFolders(
                        services.storage(), services.exclusion(), ledger.quotas(), pattern, config.homeQuota()))
                .<Consumer<Identity>>map(homes -> homes::welcome)
                .orElse(identity -> {});
    }
}
