package io.headroom.server.tls;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What connections are secured with. Looks at its files again and again, and takes new ones without ending a connection; new ones that
 * can't be used change nothing. Thread-safe; closed by whoever opened it.
 */
public final class TlsContext implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

    private final TlsFiles files;
    private final SslContextFactory.Server factory;
    private final ClientTrust trust = new ClientTrust();
    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> looks;
    private final ReentrantLock turn = new ReentrantLock();
    private Map<Path, FileTime> seen;

    private TlsContext(TlsFiles files, Duration between) {
        this.files = files;
        this.seen = times(files);
        this.factory = files.clients().isPresent() && !files.clients().get().required()
                ? new WantedCertificates()
                : new SslContextFactory.Server();
        take();
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        factory.setUseCipherSuitesOrder(true);
        this.executor = Executors.newSingleThreadScheduledExecutor(job -> {
            Thread thread = new Thread(job, "tls-files");
            thread.setDaemon(true);
            return thread;
        });
        this.looks = executor.scheduleWithFixedDelay(
                this::look, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param between how long after one look at the files the next one comes
     * @throws SettingsException with a sentence that names the file
     */
    public static TlsContext open(TlsFiles files, Duration between) {
        return new TlsContext(files, between);
    }

    /** For the connector; started and stopped with it. */
    public SslContextFactory.Server factory() {
        return factory;
    }

    /** Which certificates of clients count; none where none is asked for. */
    public ClientTrust trust() {
        return trust;
    }

    private void take() {
        KeyStore own = KeyMaterial.read(files);
        if (files.clients().isPresent()) {
            takeAuthorities(files.clients().get());
        }
        factory.setKeyStore(own);
        factory.setKeyStorePassword(KeyMaterial.storePassword());
    }

    private void takeAuthorities(ClientCertificates clients) {
        KeyStore authorities = KeyMaterial.authorities(clients.authorities());
        try {
            trust.take(authorities);
        } catch (GeneralSecurityException e) {
            throw new SettingsException(
                    "The certificates in " + clients.authorities() + " can't be used: " + e.getMessage(), e);
        }
        factory.setTrustStore(authorities);
        factory.setNeedClientAuth(clients.required());
        factory.setWantClientAuth(!clients.required());
    }

    /** With its own check of what clients show. */
    private static final class WantedCertificates extends SslContextFactory.Server {
        @Override
        protected TrustManager[] getTrustManagers(KeyStore trusted, Collection<? extends CRL> revoked)
                throws Exception {
            return new TrustManager[] {new AnyClientCertificate(ClientTrust.manager(trusted))};
        }
    }

    /**
     * Takes the files as they are now, for new connections.
     *
     * @throws SettingsException with a sentence that names the file; the one before stays
     */
    public void readAgain() {
        turn.lock();
        try {
            Map<Path, FileTime> now = times(files);
            factory.reload(same -> take());
            seen = now;
        } catch (SettingsException e) {
            throw e;
        } catch (Exception e) {
            throw new SettingsException(
                    "The certificate in " + files.certificate() + " can't be used: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    private void look() {
        turn.lock();
        try {
            Map<Path, FileTime> now = times(files);
            if (now.equals(seen)) {
                return;
            }
            // What is wrong is told once.
            seen = now;
            readAgain();
            LOG.info("The certificate in {} is used from now on.", files.certificate());
        } catch (RuntimeException e) {
            LOG.error("The certificate before stays: {}", e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    private static Map<Path, FileTime> times(TlsFiles files) {
        Map<Path, FileTime> times = new HashMap<>();
        files.all().forEach(file -> {
            try {
                times.put(file, Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new SettingsException("The file " + file + " can't be read.", e);
            }
        });
        return times;
    }

    @Override
    public void close() {
        looks.cancel(true);
        executor.shutdownNow();
    }
}
