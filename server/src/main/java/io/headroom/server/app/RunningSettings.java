package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server runs with, and how it takes other settings without a stop: who may do what, quotas and thresholds hold at once, and so do
 * certificates. The rest waits for the next start, and is named. What can't be taken changes nothing. Thread-safe.
 */
final class RunningSettings {
    /** What is taken while the server runs. The certificate's files are read again too, but not moved. */
    static final Set<Setting> TAKEN = Set.of(
            Setting.USERS,
            Setting.GROUPS,
            Setting.PERMISSIONS,
            Setting.ANONYMOUS_OPTIONS,
            Setting.HOME,
            Setting.HOME_QUOTA,
            Setting.DIGEST,
            Setting.DIGEST_USERS,
            Setting.DIGEST_QUIRKS,
            Setting.USER,
            Setting.PASSWORD_FILE,
            Setting.ACCOUNTS,
            Setting.LDAP_URL,
            Setting.LDAP_START_TLS,
            Setting.LDAP_CA_FILE,
            Setting.LDAP_ALLOW_PLAIN,
            Setting.LDAP_USER_DN,
            Setting.LDAP_BASE,
            Setting.LDAP_FILTER,
            Setting.LDAP_BIND_DN,
            Setting.LDAP_BIND_PASSWORD_FILE,
            Setting.LDAP_NAME_ATTRIBUTE,
            Setting.LDAP_GROUPS_BASE,
            Setting.LDAP_GROUP_FILTER,
            Setting.LDAP_GROUP_ATTRIBUTE,
            Setting.LDAP_TIMEOUT,
            Setting.OIDC_ISSUER,
            Setting.OIDC_AUDIENCE,
            Setting.OIDC_JWKS_URL,
            Setting.OIDC_CA_FILE,
            Setting.OIDC_USER_CLAIM,
            Setting.OIDC_GROUPS_CLAIM,
            Setting.OIDC_LEEWAY,
            Setting.QUOTA,
            Setting.THRESHOLDS);

    private static final Logger LOG = LoggerFactory.getLogger(RunningSettings.class);

    private final Supplier<GivenSettings> source;
    private final HeadroomServer server;
    private final ReentrantLock turn = new ReentrantLock();
    private GivenSettings running;

    /**
     * @param source reads the settings afresh; throws a {@link SettingsException} where they are wrong
     * @param running what the server was started with
     */
    RunningSettings(Supplier<GivenSettings> source, GivenSettings running, HeadroomServer server) {
        this.source = source;
        this.running = running;
        this.server = server;
    }

    /** Reads the settings again, and says in the log what became of it. Throws nothing. */
    void readAgain() {
        turn.lock();
        try {
            GivenSettings fresh = source.get();
            // As a whole, so that what waits for the next start does not stop that.
            ServeArguments.check(fresh);
            GivenSettings next = running.with(TAKEN, fresh);
            server.change(ServeArguments.check(next));
            List<Setting> taken = changed(running, next);
            List<Setting> waiting = changed(next, fresh);
            running = next;
            tell(taken, waiting);
        } catch (SettingsException | StorageException e) {
            LOG.error("The settings were read again, but nothing was changed: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The settings could not be taken", e);
        } finally {
            turn.unlock();
        }
    }

    private static List<Setting> changed(GivenSettings before, GivenSettings after) {
        return Arrays.stream(Setting.values())
                .filter(setting -> !before.text(setting).equals(after.text(setting)))
                .toList();
    }

    private static void tell(List<Setting> taken, List<Setting> waiting) {
        LOG.info("The settings were read again. Changed: {}.", taken.isEmpty() ? "nothing" : keys(taken));
        if (!waiting.isEmpty()) {
            LOG.warn("These settings are other ones now, and wait for the next start: {}.", keys(waiting));
        }
    }

    private static String keys(List<Setting> settings) {
        return settings.stream().map(Setting::key).collect(Collectors.joining(", "));
    }
}
