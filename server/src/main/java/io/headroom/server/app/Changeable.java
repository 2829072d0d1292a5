package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.tls.TlsContext;
import java.util.Optional;

/**
 * What of a running server can become another.
 *
 * @param tls empty for plain HTTP
 */
record Changeable(Optional<TlsContext> tls, CapacityLedger ledger, Logins logins, Monitoring monitoring) {
    /** What can fail comes first. */
    void change(ServerConfig config) {
        logins.requirePossible(config.people());
        tls.ifPresent(TlsContext::readAgain);
        ledger.configure(config.room().quotas());
        logins.change(config);
        monitoring.change(config.monitoring().thresholds());
    }
}
