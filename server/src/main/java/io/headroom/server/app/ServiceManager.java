package io.headroom.server.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service fares (sd_notify). Its socket takes datagrams, and Java 17 has none for such sockets, so the
 * program that systemd has for this says it. Without a socket nothing is said. Thread-safe.
 */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For what comes after the requests: the storage and the database are closed. */
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final boolean listens;

    /** @param environment of this process, which its children get too */
    ServiceManager(Map<String, String> environment) {
        this.listens = !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
    }

    /** Whether a service manager started this process. */
    boolean listens() {
        return listens;
    }

    /** @param address where clients find the server */
    void ready(String address) {
        say("READY=1", "STATUS=Serves at " + address);
    }

    /** @param most how long requests under way may go on; so long the service is not to be killed */
    void stopping(Duration most) {
        say(
                "STOPPING=1",
                "STATUS=Waits for requests under way",
                "EXTEND_TIMEOUT_USEC="
                        + TimeUnit.NANOSECONDS.toMicros(most.plus(CLOSING).toNanos()));
    }

    /** A server that can't tell serves all the same. */
    private void say(String... variables) {
        if (!listens) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("systemd-notify"));
        words.addAll(List.of(variables));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                LOG.warn("systemd was not told {}: no end after {} s", variables[0], PATIENCE.toSeconds());
            } else if (process.exitValue() != 0) {
                LOG.warn("systemd was not told {}: exit code {}", variables[0], process.exitValue());
            }
        } catch (IOException e) {
            LOG.warn("systemd was not told {}: {}", variables[0], e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
