package io.headroom.server.app;

import io.headroom.server.admin.AdminParts;
import io.headroom.server.admin.AdminServer;
import io.headroom.server.admin.AdminSettings;
import io.headroom.server.admin.ProcessMetrics;
import io.headroom.server.admin.Readiness;
import io.headroom.server.admin.RequestMetrics;
import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.http.ConnectionsPerAddress;
import io.headroom.server.http.RequestListener;
import io.headroom.server.metadata.JdbcAccounts;
import io.headroom.server.metadata.JdbcCapacityHistory;
import io.headroom.server.metadata.JdbcThresholdStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.monitor.CapacityHistory;
import io.headroom.server.monitor.CapacityListener;
import io.headroom.server.monitor.CapacityLog;
import io.headroom.server.monitor.CapacityMetrics;
import io.headroom.server.monitor.CapacityMonitor;
import io.headroom.server.monitor.CapacityTrend;
import io.headroom.server.monitor.HourlyHistory;
import io.headroom.server.monitor.MonitorSchedule;
import io.headroom.server.monitor.Thresholds;
import io.headroom.server.monitor.Webhook;
import io.headroom.server.mount.Attachment;
import io.headroom.server.node.Nodes;
import io.headroom.server.text.Texts;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.path.ResourcePath;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that watches a server: counters, the look at the rooms, the webhook, the administration. Closed with the server. */
final class Monitoring implements AutoCloseable {
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);
    private static final Duration READY_PATIENCE = Duration.ofSeconds(5);

    private final Optional<AdminSettings> settings;
    private final RequestMetrics requests;
    private final CapacityMonitor monitor;
    private final AdminParts admin;
    private final Parts parts;

    private Monitoring(
            Optional<AdminSettings> settings,
            RequestMetrics requests,
            CapacityMonitor monitor,
            AdminParts admin,
            Parts parts) {
        this.settings = settings;
        this.requests = requests;
        this.monitor = monitor;
        this.admin = admin;
        this.parts = parts;
    }

    /**
     * Nothing runs yet.
     *
     * @param ledger stays open as long as this is used, as the database does; not closed by it
     * @param nodes those that serve the same
     * @param mounts storages beside the main one
     * @param stateFolder where the command line looks for this server
     * @param texts says why something does not fit
     */
    static Monitoring of(
            MonitoringSettings settings,
            CapacityLedger ledger,
            MetadataDatabase database,
            Nodes nodes,
            List<Attachment> mounts,
            Optional<Path> stateFolder,
            Texts texts,
            Clock clock) {
        Parts parts = new Parts();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        parts.add(registry::close);
        RequestMetrics requests = new RequestMetrics(registry);
        parts.add(new ProcessMetrics(registry));
        Gauge.builder("headroom.nodes", nodes, Nodes::live)
                .description("Servers that live and share the storage and the database, this one among them")
                .register(registry);
        List<CapacityListener> listeners = new ArrayList<>();
        listeners.add(new CapacityLog());
        settings.webhook().ifPresent(webhook -> listeners.add(parts.add(Webhook.open(webhook, registry, clock))));
        CapacityMonitor monitor = new CapacityMonitor(
                ledger,
                settings.thresholds(),
                new JdbcThresholdStore(database),
                new CapacityTrend(history(database)),
                listeners,
                clock);
        registry.getPrometheusRegistry().register(new CapacityMetrics(monitor));
        AdminParts admin = new AdminParts(
                ledger,
                ledger.quotas(),
                new JdbcAccounts(database, clock),
                monitor,
                nodes,
                registry,
                parts.add(readiness(ledger, database, mounts)),
                texts,
                stateFolder,
                clock);
        return new Monitoring(settings.admin(), requests, monitor, admin, parts);
    }

    private static CapacityHistory history(MetadataDatabase database) {
        CapacityHistory history = new JdbcCapacityHistory(database);
        return database.isShared() ? new HourlyHistory(history) : history;
    }

    private static Readiness readiness(CapacityLedger ledger, MetadataDatabase database, List<Attachment> mounts) {
        List<Readiness.Part> parts = new ArrayList<>();
        parts.add(new Readiness.Part("storage", () -> requireRoot(ledger.storage())));
        parts.add(new Readiness.Part("metadata", database::requireWritable));
        for (Attachment mount : mounts) {
            parts.add(Readiness.Part.withoutWhichOthersWork("mount " + mount.place(), mount::requireReady));
        }
        return new Readiness(parts, READY_PATIENCE);
    }

    private static void requireRoot(Storage storage) {
        if (storage.find(ResourcePath.ROOT).isEmpty()) {
            throw new NotFoundException(ResourcePath.ROOT);
        }
    }

    /** Shows how many connections there are, and how many were too many. */
    void watch(ConnectionsPerAddress connections) {
        Gauge.builder("headroom.connections", connections, ConnectionsPerAddress::open)
                .description("Open connections that count for 'connections-per-address'")
                .register(admin.registry());
        FunctionCounter.builder("headroom.connections.refused", connections, ConnectionsPerAddress::refused)
                .description("Connections that were closed at once, as their address had too many")
                .register(admin.registry());
    }

    /** Hears of the requests. */
    RequestListener requests() {
        return requests;
    }

    /**
     * Begins to watch, and to answer.
     *
     * @return where the administration is; empty when there is none
     * @throws SettingsException when its port can't be had
     */
    Optional<URI> start() {
        parts.add(MonitorSchedule.start(monitor, BETWEEN_CHECKS));
        return settings.map(each -> parts.add(AdminServer.open(each, admin)).url());
    }

    /** From the next look on. */
    void change(Thresholds thresholds) {
        monitor.change(thresholds);
    }

    /** Says so to whoever asks whether the server is ready; all else goes on. */
    void stopping() {
        admin.readiness().stopping();
    }

    @Override
    public void close() {
        parts.close();
    }
}
