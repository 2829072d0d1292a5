package io.headroom.server.app;

import io.headroom.server.account.Account;
import io.headroom.server.account.Login;
import io.headroom.server.digest.DigestAlgorithm;
import io.headroom.server.digest.DigestCheck;
import io.headroom.server.digest.DigestTarget;
import io.headroom.server.digest.DigestUser;
import io.headroom.server.digest.ServerNonces;
import io.headroom.server.http.DigestScheme;
import io.headroom.spi.SettingsException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may log in by Digest.
 *
 * @param algorithms none when nobody may
 * @param users each has an account of the same name, or will
 * @param withoutSecret accounts that can't log in by Digest
 * @param target how exactly the request target must be repeated
 */
record DigestSettings(
        Set<DigestAlgorithm> algorithms, List<DigestUser> users, Set<String> withoutSecret, DigestTarget target) {
    private static final Logger LOG = LoggerFactory.getLogger(DigestSettings.class);
    private static final String OFF = "off";

    DigestSettings {
        algorithms = algorithms.isEmpty() ? Set.of() : EnumSet.copyOf(algorithms);
        users = List.copyOf(users);
    }

    /** @throws SettingsException with the place, the key and a sentence for people */
    static DigestSettings read(SettingValues values, PeopleSettings people) {
        DigestTarget target = values.flag(Setting.DIGEST_QUIRKS) ? DigestTarget.LENIENT : DigestTarget.EXACT;
        GivenSettings given = values.given();
        Set<DigestAlgorithm> algorithms = algorithms(given.entry(Setting.DIGEST));
        Set<String> accounts = people.accounts().stream().map(Account::name).collect(Collectors.toSet());
        Map<String, DigestUser> users = new TreeMap<>();
        for (Entry entry : given.entries(Setting.DIGEST_USERS)) {
            if (!entry.text().isEmpty()) {
                DigestUser user = user(entry);
                // Those of the database come and go.
                if (!people.database() && !accounts.contains(user.name())) {
                    throw wrong(entry, "'" + user.name() + "' is no user.");
                }
                if (users.put(user.name(), user) != null) {
                    throw wrong(entry, "there are two lines for '" + user.name() + "'.");
                }
            }
        }
        if (!algorithms.isEmpty() && users.isEmpty()) {
            throw wrong(
                    given.entry(Setting.DIGEST),
                    "Digest needs 'digest-users': 'headroom hash --digest NAME' makes them.");
        }
        Set<String> without = new TreeSet<>(accounts);
        users.forEach((name, user) -> {
            if (user.secrets().keySet().containsAll(algorithms)) {
                without.remove(name);
            }
        });
        return new DigestSettings(algorithms, List.copyOf(users.values()), without, target);
    }

    private static Set<DigestAlgorithm> algorithms(Entry entry) {
        Set<DigestAlgorithm> algorithms = EnumSet.noneOf(DigestAlgorithm.class);
        if (!entry.text().equals(OFF)) {
            for (String token : entry.text().split(",", -1)) {
                algorithms.add(DigestAlgorithm.find(token.strip())
                        .orElseThrow(
                                () -> wrong(entry, "it must be 'off', or SHA-256, MD5 or both with a comma between.")));
            }
        }
        return algorithms;
    }

    private static DigestUser user(Entry entry) {
        int equals = entry.text().indexOf('=');
        if (equals < 1) {
            throw wrong(entry, "it must look like alice: SHA-256:HEX.");
        }
        String name = entry.text().substring(0, equals).strip();
        try {
            return DigestUser.parse(name, entry.text().substring(equals + 1).strip());
        } catch (IllegalArgumentException e) {
            throw wrong(entry, String.valueOf(e.getMessage()));
        }
    }

    private static SettingsException wrong(Entry entry, String sentence) {
        return entry.wrong("Digest is set wrong: " + sentence, new IllegalArgumentException(sentence));
    }

    /** Empty when nobody may log in so. Says in the log what it costs. */
    Optional<DigestScheme> scheme(ServerNonces nonces, Login login) {
        if (algorithms.isEmpty()) {
            return Optional.empty();
        }
        LOG.warn(
                "Digest is on: whoever reads 'digest-users' can log in as each of them, as if these were passwords. {}",
                algorithms.contains(DigestAlgorithm.MD5)
                        ? "MD5 is on: whoever listens to a login without TLS can guess at its password at a very high rate."
                        : "Without TLS, whoever listens to a login can guess at its password at a high rate.");
        if (!withoutSecret.isEmpty()) {
            LOG.warn(
                    "Clients that prefer Digest can't log in as {}: something is missing in 'digest-users'.",
                    String.join(", ", withoutSecret));
        }
        return Optional.of(new DigestScheme(new DigestCheck(List.copyOf(algorithms), users, target, nonces, login)));
    }
}
