package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.capacity.Quotas;
import io.headroom.server.capacity.Rooms;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that answers: what the command line starts, and what a program that embeds it holds. Thread-safe; whoever opened it
 * closes it, and with it all that it stands on.
 */
public final class HeadroomServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeadroomServer.class);

    private final Server jetty;
    private final CapacityLedger ledger;
    private final Monitoring monitoring;
    private final Changeable changeable;
    private final Parts parts;
    private final String url;
    private final Optional<URI> adminUrl;
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    private HeadroomServer(
            Server jetty,
            CapacityLedger ledger,
            Monitoring monitoring,
            Changeable changeable,
            Parts parts,
            String url,
            Optional<URI> adminUrl) {
        this.jetty = jetty;
        this.ledger = ledger;
        this.monitoring = monitoring;
        this.changeable = changeable;
        this.parts = parts;
        this.url = url;
        this.adminUrl = adminUrl;
    }

    /**
     * Serves a folder.
     *
     * @throws SettingsException when the settings don't fit the machine
     */
    public static HeadroomServer open(ServerConfig config, Clock clock) {
        return ServerAssembly.open(config, clock);
    }

    /**
     * Serves any storage; its locks and properties are kept in memory, or in the state folder of the settings if they name one.
     *
     * @param storage owned from here on
     * @throws SettingsException when the settings don't fit the machine
     */
    public static HeadroomServer open(ServerConfig config, Storage storage, Clock clock) {
        return ServerAssembly.open(config, storage, clock);
    }

    /**
     * @param monitoring one of the parts
     * @param parts all but the web server; closed with it
     * @throws SettingsException when a port can't be had; the parts stay open then
     */
    static HeadroomServer start(
            ServerConfig config,
            Server jetty,
            CapacityLedger ledger,
            Monitoring monitoring,
            Changeable changeable,
            Parts parts) {
        try {
            jetty.start();
        } catch (Exception e) {
            stop(jetty);
            throw failure(config, e);
        }
        Optional<URI> adminUrl;
        try {
            // After the files, which have the first choice of a port.
            adminUrl = monitoring.start();
        } catch (RuntimeException e) {
            stop(jetty);
            throw e;
        }
        int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        String url =
                (config.tls().isPresent() ? "https://" : "http://") + host + ":" + port + config.pathPrefix() + "/";
        return new HeadroomServer(jetty, ledger, monitoring, changeable, parts, url, adminUrl);
    }

    private static RuntimeException failure(ServerConfig config, Exception failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof BindException) {
                return new SettingsException(
                        "The port " + config.port() + " on " + config.host()
                                + " is in use or not allowed. Choose another with --port.",
                        failure);
            }
            cause = cause.getCause();
        }
        return failure instanceof IOException
                ? new SettingsException(
                        "Listening on " + config.host() + ":" + config.port() + " failed: " + failure.getMessage(),
                        failure)
                : new IllegalStateException("the web server did not start", failure);
    }

    /** What clients are told. */
    public String url() {
        return url;
    }

    /** Where the administration is, without a slash at the end; empty when there is none. */
    public Optional<URI> adminUrl() {
        return adminUrl;
    }

    /** The room that is left, as operators see it. */
    public Rooms rooms() {
        return ledger;
    }

    /** The limits on folders, to look at and to change. */
    public Quotas quotas() {
        return ledger.quotas();
    }

    /**
     * Takes other people, permissions, quotas and thresholds, and reads the files of the certificate again. They hold for the next
     * request; those under way end as they began. All other settings stay as they are.
     *
     * @throws SettingsException when the certificate can't be used; nothing changed
     * @throws io.headroom.spi.error.StorageException when the quotas can't be kept; nothing changed but the certificate
     */
    public void change(ServerConfig config) {
        changeable.change(config);
    }

    /**
     * Takes no more requests, and lets those under way come to their end, for as long as the settings say. What is not done by
     * then is broken off, and has changed nothing.
     */
    @Override
    public void close() {
        closing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            monitoring.stopping();
            stop(jetty);
            parts.close();
        } finally {
            closing.unlock();
        }
    }

    private static void stop(Server jetty) {
        try {
            jetty.stop();
        } catch (Exception e) {
            LOG.warn("the web server did not stop in good order", e);
        }
    }

    /** Waits until somebody stops the server. */
    public void join() throws InterruptedException {
        jetty.join();
    }
}
