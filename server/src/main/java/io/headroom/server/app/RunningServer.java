package io.headroom.server.app;

import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that answers. Thread-safe; whoever started it closes it, and with it all that it stands on. */
final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Server jetty;
    private final MetadataDatabase database;
    private final Storage storage;
    private final String url;
    private final ReentrantLock closing = new ReentrantLock();
    private boolean closed;

    private RunningServer(Server jetty, MetadataDatabase database, Storage storage, String url) {
        this.jetty = jetty;
        this.database = database;
        this.storage = storage;
        this.url = url;
    }

    /** @throws SettingsException when the port can't be had */
    static RunningServer start(ServerConfig config, Server jetty, MetadataDatabase database, Storage storage) {
        try {
            jetty.start();
        } catch (Exception e) {
            stop(jetty);
            throw failure(config, e);
        }
        int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return new RunningServer(jetty, database, storage, "http://" + host + ":" + port + config.pathPrefix() + "/");
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
    String url() {
        return url;
    }

    /** Lets requests under way come to their end, for a bounded time. */
    @Override
    public void close() {
        closing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            stop(jetty);
            database.close();
            storage.close();
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
    void join() throws InterruptedException {
        jetty.join();
    }
}
