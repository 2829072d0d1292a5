package io.headroom.s3;

import io.headroom.s3.RoomSource.Figures;
import io.headroom.s3.S3Settings.Room;
import io.headroom.spi.Capacity;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room of the bucket, as far as anybody tells: never asked for while somebody waits. The figures were told some seconds ago, or minutes
 * when they must be counted, and are brought up to date by what this process has written and removed since. Thread-safe.
 */
final class S3Capacity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Capacity.class);

    /** Figures older than this are asked for anew when somebody wants them. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** Asked for so often though nobody wants them, so that the first who does gets no figures of yesterday. */
    private static final Duration PULSE = Duration.ofSeconds(30);

    /** A count may take a twentieth of the time. */
    private static final int REST = 20;

    private static final Duration FIRST = Duration.ofSeconds(3);

    /** @param change what {@link UsedBytes#change()} was before they were asked for */
    private record Told(Figures figures, long change, Instant when) {}

    private final @Nullable RoomSource source;
    private final String why;
    private final UsedBytes used;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final @Nullable ScheduledExecutorService background;
    private volatile @Nullable Told told;
    private volatile Duration fresh = FRESH;

    private S3Capacity(@Nullable RoomSource source, String why, UsedBytes used, Clock clock) {
        this.source = source;
        this.why = why;
        this.used = used;
        this.clock = clock;
        this.background = source == null ? null : Executors.newSingleThreadScheduledExecutor(S3Capacity::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "headroom-s3-room");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Chooses who is asked, and waits a moment for the first figures.
     *
     * @param used what this process writes and removes
     * @throws SettingsException when the settings want figures that the store doesn't tell
     */
    static S3Capacity open(S3Settings settings, Bucket bucket, UsedBytes used, Clock clock) {
        Optional<RoomSource> source = source(settings, bucket);
        S3Capacity capacity = new S3Capacity(
                source.orElse(null),
                settings.room() == Room.NONE
                        ? "the settings say so"
                        : "the store tells no figures, and no limit is set",
                used,
                clock);
        capacity.start();
        return capacity;
    }

    /** No figures, and nobody to ask. */
    static S3Capacity unknown(String why, UsedBytes used, Clock clock) {
        return new S3Capacity(null, why, used, clock);
    }

    /** For tests: figures of any kind. */
    static S3Capacity of(RoomSource source, UsedBytes used, Clock clock) {
        S3Capacity capacity = new S3Capacity(source, "", used, clock);
        capacity.start();
        return capacity;
    }

    private static Optional<RoomSource> source(S3Settings settings, Bucket bucket) {
        RoomSource rgw = new RgwRoom(bucket.reads());
        RoomSource sosapi = new SosapiRoom(bucket.reads());
        return switch (settings.room()) {
            case NONE -> Optional.empty();
            case LIMIT -> Optional.of(new CountedRoom(bucket, settings.limit().orElseThrow()));
            case RGW -> Optional.of(required(rgw, settings.names().room(), "rgw"));
            case SOSAPI -> Optional.of(required(sosapi, settings.names().room(), "sosapi"));
            case AUTO ->
                settings.limit().isPresent()
                        ? Optional.of(new CountedRoom(bucket, settings.limit().getAsLong()))
                        : automatic(rgw, sosapi, settings.names().room());
        };
    }

    /**
     * @param setting that asks for the source
     * @param word that it has
     */
    private static RoomSource required(RoomSource source, String setting, String word) {
        try {
            if (source.ask().isEmpty()) {
                throw new SettingsException("The setting '" + setting + "' is '" + word
                        + "', but the store tells no such figures of this bucket.");
            }
        } catch (StorageException e) {
            throw new SettingsException(
                    "The setting '" + setting + "' is '" + word + "', but the store didn't answer: " + e.getMessage()
                            + ".",
                    e);
        }
        return source;
    }

    /**
     * The quota that RGW shows may be switched off, and then a limit made of it would refuse what the store takes. A refusal by the
     * store itself comes late but is true; so without a word of the operator RGW's figures are none.
     */
    private static Optional<RoomSource> automatic(RoomSource rgw, RoomSource sosapi, String setting) {
        try {
            rgw.ask()
                    .ifPresent(figures -> LOG.info(
                            "The store shows a quota of {} bytes, which may be switched off: set {} to rgw if it is real.",
                            figures.total(),
                            setting));
            return sosapi.ask().map(figures -> sosapi);
        } catch (StorageException e) {
            LOG.warn("The store couldn't be asked for its room, so none is known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void start() {
        ScheduledExecutorService executor = background;
        if (executor == null) {
            return;
        }
        Future<?> first = executor.submit(this::ask);
        // Ends with the executor; a look reports its own failures.
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(
                this::askIfOld, PULSE.toMillis(), PULSE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            first.get(FIRST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("What lies in the bucket is still being counted; until then the room is unknown.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for the room", e);
        }
    }

    private void askIfOld() {
        Told last = told;
        if (last == null || isOld(last)) {
            ask();
        }
    }

    private boolean isOld(Told figures) {
        return !clock.instant().isBefore(figures.when().plus(fresh));
    }

    private void ask() {
        RoomSource asked = source;
        if (asked == null) {
            return;
        }
        try {
            // Before the question: what is written meanwhile may be counted twice, but never not at all.
            long change = used.change();
            Instant begin = clock.instant();
            asked.ask().ifPresent(figures -> told = new Told(figures, change, clock.instant()));
            Duration taken = Duration.between(begin, clock.instant());
            Duration rest = taken.multipliedBy(REST);
            fresh = rest.compareTo(FRESH) > 0 ? rest : FRESH;
        } catch (StorageException e) {
            // The old figures stay, with all changes of our own.
            LOG.debug("The store couldn't be asked for its room.", e);
        } finally {
            asking.set(false);
        }
    }

    /** Whether there are figures. */
    boolean isMeasured() {
        return source != null;
    }

    /** What is known now. */
    Capacity now() {
        ScheduledExecutorService executor = background;
        if (executor == null) {
            return new Capacity.Unknown(why);
        }
        Told last = told;
        if (last == null) {
            return new Capacity.Unknown("what is in use is still being counted");
        }
        if (isOld(last) && asking.compareAndSet(false, true)) {
            execute(executor);
        }
        return upToDate(last);
    }

    private void execute(ScheduledExecutorService executor) {
        try {
            executor.execute(this::ask);
        } catch (RejectedExecutionException e) {
            LOG.debug("The storage is closed.", e);
        }
    }

    private Capacity upToDate(Told last) {
        long since = used.change() - last.change();
        Figures figures = last.figures();
        return new Capacity.Bounded(
                Math.min(figures.total(), Math.max(0, figures.available() - since)),
                Math.max(0, figures.used() + since),
                figures.total(),
                last.when());
    }

    /**
     * Refuses what can't fit.
     *
     * @param bytes that come on top of all that is there
     * @throws InsufficientStorageException when fewer are left
     */
    void check(long bytes, ResourcePath target) {
        if (bytes > 0 && now() instanceof Capacity.Bounded room && room.available() < bytes) {
            throw new InsufficientStorageException(
                    Reason.BACKEND_LIMIT, target, OptionalLong.of(bytes), OptionalLong.of(room.available()), null);
        }
    }

    /** Whether it is known that nothing is left: then a write without an answer failed for that. */
    boolean isFull() {
        return now() instanceof Capacity.Bounded room && room.available() == 0;
    }

    /** Ends the counting in the background. */
    @Override
    public void close() {
        if (background != null) {
            background.shutdownNow();
        }
    }
}
