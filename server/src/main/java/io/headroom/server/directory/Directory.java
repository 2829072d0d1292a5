package io.headroom.server.directory;

import io.headroom.server.account.Account;
import io.headroom.server.account.Candidate;
import io.headroom.server.account.Identity;
import io.headroom.server.account.LoginSource;
import io.headroom.server.failure.RequestRefusedException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.NamingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People of an LDAP directory. Only a few are asked for at once, in threads of their own, which end when nobody logs in: so whoever asks
 * waits no longer than the settings say, whatever the directory does. Thread-safe; needs no close.
 */
public final class Directory implements LoginSource {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    private static final int AT_ONCE = 8;

    /** More would keep threads from the requests of those who are logged in. */
    private static final int WAITING = 24;

    private static final String RETRY_SECONDS = "10";

    private final DirectorySettings settings;
    private final DirectoryTalk talk;
    private final String version = "directory " + UUID.randomUUID();
    private final ThreadPoolExecutor executor;
    /** Which of the servers answered last. */
    private final AtomicInteger first = new AtomicInteger();

    private final AtomicBoolean silent = new AtomicBoolean();

    /** Opens no connection yet. */
    public Directory(DirectorySettings settings) {
        this.settings = settings;
        this.talk = new DirectoryTalk(settings);
        this.executor = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), job -> {
                    Thread thread = new Thread(job, "directory");
                    thread.setDaemon(true);
                    // JNDI looks there for the class that makes its connections.
                    thread.setContextClassLoader(Directory.class.getClassLoader());
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    public DirectorySettings settings() {
        return settings;
    }

    /** Each name that somebody could have: the directory is asked together with the password. */
    @Override
    public Optional<Candidate> find(String name) {
        return Account.isName(name) ? Optional.of(new Person(name)) : Optional.empty();
    }

    /** A name that the directory may know. */
    private final class Person implements Candidate {
        private final String name;

        Person(String name) {
            this.name = name;
        }

        /** The directory tells nobody of its changes: what was verified counts until it is forgotten. */
        @Override
        public String version() {
            return version;
        }

        @Override
        public Optional<Identity> check(String password) {
            // A directory takes a name without a password for nobody, and lets nobody in (RFC 4513 §5.1.2).
            return password.isEmpty() ? Optional.empty() : asked(name, password);
        }
    }

    private Optional<Identity> asked(String name, String password) {
        Future<Optional<Identity>> answer;
        try {
            answer = executor.submit(() -> ask(name, password));
        } catch (RejectedExecutionException e) {
            throw unavailable("Too many people log in at this moment. Try again.");
        }
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            tellSilence("no answer in " + settings.timeout().toSeconds() + " seconds");
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RequestRefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("a login by the directory failed", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private Optional<Identity> ask(String name, String password) {
        List<URI> urls = settings.urls();
        int begin = first.get();
        String failures = "";
        for (int i = 0; i < urls.size() && !Thread.currentThread().isInterrupted(); i++) {
            int index = (begin + i) % urls.size();
            try {
                Optional<Identity> identity = talk.identity(urls.get(index), name, password);
                first.set(index);
                if (silent.compareAndSet(true, false)) {
                    LOG.info("The directory answers again.");
                }
                return identity;
            } catch (NamingException e) {
                failures += (failures.isEmpty() ? "" : "; ") + urls.get(index) + ": " + words(e);
            }
        }
        tellSilence(failures);
        throw unavailable();
    }

    private static String words(NamingException failure) {
        Throwable root = failure.getRootCause();
        return root == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + " (" + root + ")";
    }

    /** Once, and not again before an answer came. */
    private void tellSilence(String why) {
        if (silent.compareAndSet(false, true)) {
            LOG.error("The directory can't be asked, so people of it can't log in now: {}", why);
        } else {
            LOG.debug("The directory can't be asked: {}", why);
        }
    }

    private static RequestRefusedException unavailable() {
        return unavailable("The directory of users can't be asked now. Try again.");
    }

    private static RequestRefusedException unavailable(String sentence) {
        return new RequestRefusedException(503, sentence, Map.of("Retry-After", RETRY_SECONDS));
    }
}
