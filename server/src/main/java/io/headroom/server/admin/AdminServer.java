package io.headroom.server.admin;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The administration on its port. Thread-safe; closed by whoever opened it. */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 8;
    private static final long IDLE_MILLIS = 30_000;
    private static final int TOKEN_BYTES = 32;

    private final Server jetty;
    private final AdminParts parts;
    private final URI url;

    private AdminServer(Server jetty, AdminParts parts, URI url) {
        this.jetty = jetty;
        this.parts = parts;
        this.url = url;
    }

    /**
     * Listens, and says where in the state folder.
     *
     * @throws SettingsException when the port can't be had
     */
    public static AdminServer open(AdminSettings settings, AdminParts parts) {
        String token = token();
        String id = UUID.randomUUID().toString();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("admin");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        Server jetty = new Server(threads);
        ServerConnector connector = connector(jetty, settings);
        AdminGuard guard = new AdminGuard(settings.host(), token);
        jetty.setHandler(new AdminHandler(guard, routes(id, parts, guard), parts.texts()));
        listen(connector, settings);
        try {
            jetty.start();
        } catch (Exception e) {
            stop(jetty);
            throw new IllegalStateException("the administration did not start", e);
        }
        URI url = url(settings.host(), connector.getLocalPort());
        parts.stateFolder()
                .ifPresent(folder -> announce(
                        folder,
                        new AdminFile(url, token, ProcessHandle.current().pid(), id)));
        return new AdminServer(jetty, parts, url);
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ServerConnector connector(Server jetty, AdminSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(jetty, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        jetty.addConnector(connector);
        return connector;
    }

    private static AdminRoutes routes(String id, AdminParts parts, AdminGuard guard) {
        CapacityEndpoint capacity = new CapacityEndpoint(parts);
        HealthEndpoint health = new HealthEndpoint(id, parts);
        QuotasEndpoint quotas = new QuotasEndpoint(parts.quotas());
        AccountsEndpoint accounts = new AccountsEndpoint(parts.accounts(), guard);
        return new AdminRoutes()
                .add("GET", "/", new CapacityPage(parts))
                .add("GET", "/metrics", new MetricsEndpoint(parts.registry()))
                .add("GET", "/health", health::health)
                .add("GET", "/ready", health::ready)
                .add("GET", "/capacity", capacity::all)
                .add("GET", "/capacity/fit", capacity::fit)
                .add("GET", "/nodes", new NodesEndpoint(parts.nodes()))
                .add("GET", "/quotas", quotas::list)
                .add("PUT", "/quotas", quotas::set)
                .add("DELETE", "/quotas", quotas::remove)
                .add("POST", "/quotas/recount", quotas::recount)
                .add("GET", "/users", accounts::list)
                .add("POST", "/users", accounts::add)
                .add("DELETE", "/users", accounts::remove)
                .add("PUT", "/users/password", accounts::password)
                .add("PUT", "/users/groups", accounts::groups)
                .add("PUT", "/users/lock", accounts::lock)
                .add("DELETE", "/users/lock", accounts::unlock)
                .add("PUT", "/users/app-passwords", accounts::addAppPassword)
                .add("DELETE", "/users/app-passwords", accounts::removeAppPassword);
    }

    private static void listen(ServerConnector connector, AdminSettings settings) {
        try {
            connector.open();
        } catch (IOException e) {
            if (settings.portNamed() || !(e.getCause() instanceof BindException)) {
                throw failure(settings, e);
            }
            listenElsewhere(connector, settings);
        }
    }

    private static void listenElsewhere(ServerConnector connector, AdminSettings settings) {
        connector.setPort(0);
        try {
            connector.open();
        } catch (IOException e) {
            throw failure(settings, e);
        }
        LOG.warn(
                "The port {} for the administration is in use; it listens on {} instead. To choose one, say --admin-port.",
                settings.port(),
                connector.getLocalPort());
    }

    private static SettingsException failure(AdminSettings settings, IOException cause) {
        return new SettingsException(
                "The port " + settings.port() + " on " + settings.host()
                        + " for the administration is in use or not allowed. Choose another with --admin-port, or none"
                        + " with --admin-port off.",
                cause);
    }

    /** Whoever listens everywhere is found on this machine. */
    private static URI url(String host, int port) {
        String name = host;
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isAnyLocalAddress()) {
                name = "127.0.0.1";
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("it listens there", e);
        }
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    }

    /** A disk without room must not keep the server from starting. */
    private static void announce(Path folder, AdminFile file) {
        try {
            file.write(folder);
        } catch (IOException e) {
            LOG.warn(
                    "{} can't be written, so the commands don't find this server; its figures are at {}: {}",
                    folder.resolve(AdminFile.NAME),
                    file.url(),
                    e.toString());
        }
    }

    /** Without a slash at the end. */
    public URI url() {
        return url;
    }

    /** What the command line is told is withdrawn first. */
    @Override
    public void close() {
        parts.stateFolder().ifPresent(folder -> {
            try {
                AdminFile.remove(folder);
            } catch (IOException e) {
                LOG.warn("{} can't be removed: {}", folder.resolve(AdminFile.NAME), e.toString());
            }
        });
        stop(jetty);
    }

    private static void stop(Server jetty) {
        try {
            jetty.stop();
        } catch (Exception e) {
            LOG.warn("the administration did not stop in good order", e);
        }
    }
}
