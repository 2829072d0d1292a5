package io.headroom.server.app;

import io.headroom.server.account.AccountStore;
import io.headroom.server.answer.FailureBody;
import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.capacity.LargestFile;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.http.ConnectionsPerAddress;
import io.headroom.server.http.SlowRequests;
import io.headroom.server.http.UploadSlots;
import io.headroom.server.http.WebDavServlets;
import io.headroom.server.lock.LockGuard;
import io.headroom.server.metadata.JdbcAccounts;
import io.headroom.server.metadata.JdbcModificationTimes;
import io.headroom.server.metadata.JdbcPropertyStore;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.method.Services;
import io.headroom.server.namespace.RefusedNames;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.path.OwnAuthorities;
import io.headroom.server.path.OwnPages;
import io.headroom.server.property.KeptTimesStorage;
import io.headroom.server.property.LiveProperties;
import io.headroom.server.property.MediaTypes;
import io.headroom.server.property.PropertyStore;
import io.headroom.server.tls.TlsContext;
import io.headroom.server.xml.SafeXmlReader;
import io.headroom.server.xml.XmlLimits;
import io.headroom.spi.Capability;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.server.Server;

/** The recipe: settings → storage and its layers → metadata → methods → servlet → Jetty. */
final class ServerAssembly {
    /** Long enough for a burst of uploads to pass, short enough for a person. */
    private static final Duration UPLOAD_PATIENCE = Duration.ofSeconds(2);

    private static final Duration TLS_LOOKS = Duration.ofSeconds(30);

    private ServerAssembly() {}

    static HeadroomServer open(ServerConfig config, Clock clock) {
        MetadataSettings metadata = metadataSettings(config);
        Optional<Path> state = metadata.place() instanceof MetadataSettings.Memory
                ? Optional.empty()
                : Optional.of(config.statePath());
        return open(config, StorageOpening.open(config, clock), state, metadata, MetadataDatabase::open, clock);
    }

    /** Such a storage has no place of its own for the server's files: they are where the settings say, or nowhere. */
    static HeadroomServer open(ServerConfig config, Storage storage, Clock clock) {
        MetadataSettings metadata =
                config.state().isPresent() || config.metadata().isPresent()
                        ? metadataSettings(config)
                        : MetadataSettings.memory();
        return open(config, storage, metadata, MetadataDatabase::open, clock);
    }

    /** @param opening makes the database; what it throws closes the storage */
    static HeadroomServer open(
            ServerConfig config,
            Storage backend,
            MetadataSettings metadata,
            Function<MetadataSettings, MetadataDatabase> opening,
            Clock clock) {
        return open(config, backend, config.state(), metadata, opening, clock);
    }

    private static HeadroomServer open(
            ServerConfig config,
            Storage main,
            Optional<Path> state,
            MetadataSettings metadata,
            Function<MetadataSettings, MetadataDatabase> opening,
            Clock clock) {
        Parts parts = new Parts();
        try {
            parts.add(main);
            MetadataDatabase database = parts.add(opening.apply(metadata));
            Mounts mounts = parts.add(mounts(main, config, database, clock));
            Storage backend = mounts.storage();
            Membership membership = parts.add(Membership.join(database, backend, config.served(), clock));
            CapacityLedger ledger = parts.add(membership.openLedger(backend, config.room(), clock));
            Services services = services(config, ledger, database, membership, clock);
            membership.recover(backend, services.copies());
            DavRequest.Context context = context(config);
            Monitoring monitoring = parts.add(Monitoring.of(
                    config.monitoring(),
                    ledger,
                    database,
                    membership.nodes(),
                    mounts.attachments(),
                    state.map(ServerAssembly::made),
                    context.messages().english(),
                    clock));
            LogFiles logs = parts.add(LogFiles.open(config.logs()));
            FailureBody failures = new FailureBody(config.answers().roomRoot());
            Optional<TlsContext> tls = config.tls().map(files -> parts.add(TlsContext.open(files, TLS_LOOKS)));
            Logins logins = new Logins(
                    config, services, ledger, accounts(config, database, clock), tls.map(TlsContext::trust), clock);
            ConnectionsPerAddress connections =
                    new ConnectionsPerAddress(config.connectionsPerAddress(), config.trustedProxies()::includes, clock);
            monitoring.watch(connections);
            Server jetty = JettyFactory.create(
                    config,
                    WebDavServlets.of(
                            services,
                            context,
                            failures,
                            config.drain(),
                            uploads(config),
                            monitoring.requests(),
                            logins,
                            logs.changes(),
                            new SlowRequests(config.logs().slow())),
                    new ContainerRefusals(failures, context.messages().english()),
                    connections,
                    tls);
            logs.access().ifPresent(jetty::setRequestLog);
            HeadroomServer server = HeadroomServer.start(
                    config, jetty, ledger, monitoring, new Changeable(tls, ledger, logins, monitoring), parts);
            membership.announce(
                    server.url(), server.adminUrl().map(URI::toString).orElse(""));
            return server;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * The storage with its mounts, the metadata and the books, without a server around them.
     *
     * @param parts take what was opened
     */
    static CapacityLedger openLedger(ServerConfig config, Parts parts, Clock clock) {
        Storage main = parts.add(StorageOpening.open(config, clock));
        MetadataDatabase database = parts.add(MetadataDatabase.open(metadataSettings(config)));
        Mounts mounts = parts.add(mounts(main, config, database, clock));
        return parts.add(CapacityLedger.open(
                mounts.storage(), config.room(), new OfflineQuotaStore(new JdbcQuotaStore(database)), clock));
    }

    private static Mounts mounts(Storage main, ServerConfig config, MetadataDatabase database, Clock clock) {
        return Mounts.open(main, config, new JdbcModificationTimes(database), clock);
    }

    private static Storage layered(ServerConfig config, CapacityLedger ledger, MetadataDatabase database) {
        Storage storage = ledger.storage();
        Set<Capability> capabilities = storage.capabilities();
        if (!capabilities.contains(Capability.KEEPS_MODIFICATION_TIME)
                && !capabilities.contains(Capability.READ_ONLY)) {
            storage = new KeptTimesStorage(storage, new JdbcModificationTimes(database));
        }
        if (config.largestFile().isPresent()) {
            storage = new LargestFile(storage, config.largestFile().getAsLong());
        }
        return config.refusedNames().isEmpty() ? storage : new RefusedNames(storage, config.refusedNames());
    }

    /** What is only read needs no database of its own, unless that knows who may read it. */
    static MetadataSettings metadataSettings(ServerConfig config) {
        return config.readOnly() && !config.people().database() ? MetadataSettings.memory() : lasting(config);
    }

    private static Optional<AccountStore> accounts(ServerConfig config, MetadataDatabase database, Clock clock) {
        return config.readOnly() && !config.people().database()
                ? Optional.empty()
                : Optional.of(new JdbcAccounts(database, clock));
    }

    /** The database that outlives the server. */
    static MetadataSettings lasting(ServerConfig config) {
        return config.metadata()
                .map(place -> MetadataSettings.parse(place, config.durable()))
                .orElseGet(() -> MetadataSettings.file(config.statePath().resolve("metadata.db"), config.durable()));
    }

    /** Where the command line finds this server. */
    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SettingsException("The folder " + folder + " for the server's own files can't be made.", e);
        }
    }

    private static Services services(
            ServerConfig config, CapacityLedger ledger, MetadataDatabase database, Membership membership, Clock clock) {
        PropertyStore properties = new JdbcPropertyStore(database);
        MediaTypes mediaTypes = new MediaTypes();
        return new Services(
                layered(config, ledger, database),
                ledger,
                ledger.regions(),
                membership.locks(),
                new LockGuard(membership.locks()),
                properties,
                membership.moves(),
                membership.copies(properties),
                new LiveProperties(mediaTypes),
                mediaTypes,
                new SafeXmlReader(XmlLimits.DEFAULT),
                membership.exclusion(),
                database::requireReachable,
                config.methods(),
                clock);
    }

    /** With those that wait for a slot, at most seven in eight threads wait for senders. */
    private static UploadSlots uploads(ServerConfig config) {
        return new UploadSlots(config.uploads(), config.threads() / 8, UPLOAD_PATIENCE);
    }

    private static DavRequest.Context context(ServerConfig config) {
        HrefCodec hrefs = new HrefCodec(config.pathPrefix());
        OwnAuthorities own = new OwnAuthorities(config.publicHosts());
        return new DavRequest.Context(
                hrefs,
                new DestinationHeader(hrefs, own),
                new OwnPages(own),
                config.answers().load());
    }
}
