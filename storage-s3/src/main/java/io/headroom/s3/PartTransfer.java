package io.headroom.s3;

import io.headroom.s3.Multipart.Part;
import io.headroom.s3.Multipart.Upload;
import io.headroom.s3.UploadMemory.Lease;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one upload on their way. Holds one buffer from the beginning on; more only while there are some to spare, so an upload
 * that was let in comes to its end however crowded it gets. For one thread; after a failure only {@link #abort()} is left to call.
 */
final class PartTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(PartTransfer.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(10);
    /** Parts of one upload that are sent at once, while there is memory to spare. The next one is filled meanwhile. */
    private static final int AT_ONCE = 6;

    private final Uploads uploads;
    private final ResourcePath target;
    private final PartPlan plan;
    private final Upload upload;
    private final Deque<Sending> sending = new ArrayDeque<>();
    private final List<Part> parts = new ArrayList<>();
    private int sent;
    private long bytes;
    private boolean ended;

    /** A part that a thread of the pool sends; the buffer is in use until the task is done. */
    private record Sending(PartCall<Part> call, Lease buffer, int length) {
        boolean isDone() {
            return call.result().isDone();
        }
    }

    private PartTransfer(Uploads uploads, ResourcePath target, PartPlan plan, Upload upload) {
        this.uploads = uploads;
        this.target = target;
        this.plan = plan;
        this.upload = upload;
    }

    /** Begins an upload in the store; to be completed or aborted. */
    static PartTransfer begin(
            Uploads uploads, ResourcePath target, PartPlan plan, String contentType, Map<String, String> metadata) {
        String key = uploads.bucket().keys().file(target);
        Upload upload = uploads.bucket().multipart().create(key, contentType, metadata);
        uploads.sweeper().begun(upload);
        return new PartTransfer(uploads, target, plan, upload);
    }

    Upload upload() {
        return upload;
    }

    /** Of all parts that arrived. */
    long bytes() {
        return bytes;
    }

    /**
     * Sends a part in the background.
     *
     * @param buffer belongs to this transfer from now on
     */
    void send(Lease buffer, int length) {
        if (sent == Multipart.MOST_PARTS) {
            buffer.close();
            throw new TooLargeException(target, PartPlan.largestFile(uploads.memory()));
        }
        int number = ++sent;
        ObjectBody body = new ObjectBody(buffer.buffer(), length);
        PartCall<Part> call = new PartCall<>(() -> uploads.bucket().multipart().uploadPart(upload, number, body));
        sending.add(new Sending(call, buffer, length));
        uploads.execute(call);
    }

    /** A buffer for the next part; when there is none to spare, one of a part that has arrived. */
    Lease nextBuffer() {
        int size = plan.size(sent + 1);
        if (sending.size() < AT_ONCE && sending.stream().noneMatch(Sending::isDone)) {
            Optional<Lease> more = uploads.memory().tryPart(size);
            if (more.isPresent()) {
                return more.get();
            }
        }
        Lease own = arrived(firstToArrive());
        // While others have none at all, one is enough here.
        while (!sending.isEmpty()
                && (sending.stream().anyMatch(Sending::isDone)
                        || uploads.memory().isAwaited())) {
            own.close();
            own = arrived(firstToArrive());
        }
        if (own.buffer().length < size) {
            Optional<Lease> larger = uploads.memory().tryPart(size);
            if (larger.isPresent()) {
                own.close();
                return larger.get();
            }
        }
        return own;
    }

    private Sending firstToArrive() {
        try {
            CompletableFuture.anyOf(
                            sending.stream().map(part -> part.call().result()).toArray(CompletableFuture<?>[]::new))
                    .get();
        } catch (ExecutionException | CancellationException e) {
            LOG.debug("A part of {} failed: whoever takes it hears why", target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(target, RETRY, e);
        }
        Sending first = sending.stream().filter(Sending::isDone).findFirst().orElseThrow();
        sending.remove(first);
        return first;
    }

    /** Waits for a part; its buffer is free again. */
    private Lease arrived(Sending part) {
        try {
            parts.add(part.call().result().get());
            bytes += part.length();
            uploads.used().added(part.length());
            return part.buffer();
        } catch (ExecutionException e) {
            part.buffer().close();
            if (e.getCause() instanceof StorageException failure) {
                throw failure;
            }
            throw new UnexpectedStorageException(target, e);
        } catch (CancellationException e) {
            // The storage is being closed.
            part.buffer().close();
            throw new UnavailableException(target, RETRY, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sending.addFirst(part);
            throw new UnavailableException(target, RETRY, e);
        }
    }

    /** Waits for all parts. */
    List<Part> finish() {
        while (!sending.isEmpty()) {
            arrived(sending.removeFirst()).close();
        }
        return parts.stream().sorted(Comparator.comparingInt(Part::number)).toList();
    }

    /** Tells that the store has put the object together, or may still do so: no abort then. */
    void ended() {
        ended = true;
        uploads.sweeper().ended(upload);
    }

    /** Drops the parts, those on their way included. Throws nothing. */
    void abort() {
        if (ended) {
            return;
        }
        ended = true;
        sending.forEach(part -> part.call().cancel());
        // A part that arrives after the abort would stay for ever in some stores.
        boolean quiet = true;
        for (Sending part : sending) {
            CompletableFuture<Part> unused = part.call()
                    .result()
                    .whenComplete((arrived, failure) -> part.buffer().close());
            quiet &= awaitEnd(part);
        }
        sending.clear();
        if (!quiet) {
            uploads.sweeper().abandoned(upload);
            return;
        }
        try {
            uploads.bucket().multipart().abort(upload);
            uploads.used().removed(bytes);
            uploads.sweeper().ended(upload);
        } catch (StorageException e) {
            LOG.debug("The upload to {} can't be aborted now", upload.key(), e);
            uploads.sweeper().abandoned(upload);
        }
    }

    private static boolean awaitEnd(Sending part) {
        try {
            part.call().result().get(END.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | CancellationException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
