package io.headroom.server.method;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.form.FormPart;
import io.headroom.server.form.MemberName;
import io.headroom.server.form.MultipartForm;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The files of one form on their way in: each goes straight to the storage, and waits there for the others. For one thread.
 * Closing drops what was not committed.
 */
final class FormUpload implements AutoCloseable {
    /** When files are in the way, so much more is read to name them all. */
    private static final long LOOKED_ON = 16L << 20;

    private static final int CHUNK = 64 * 1024;

    /**
     * A file that is in the store, but not yet in its place.
     *
     * @param replaces whether a file stood there when it came
     */
    record Incoming(ResourcePath path, PendingWrite write, boolean replaces) {}

    private final Services services;
    private final TransferBuffers buffers;
    private final DavRequest request;
    private final byte[] chunk = new byte[CHUNK];
    private final Set<ResourcePath> paths = new HashSet<>();
    private final List<Incoming> files = new ArrayList<>();
    private final List<ResourcePath> inTheWay = new ArrayList<>();
    private long lookOn = LOOKED_ON;
    private boolean overwrite;

    FormUpload(Services services, TransferBuffers buffers, DavRequest request) {
        this.services = services;
        this.buffers = buffers;
        this.request = request;
    }

    /** In the order of the form; closed with this. */
    List<Incoming> files() {
        return files;
    }

    /**
     * Reads the form to its end.
     *
     * @throws IOException when the client's end failed
     * @throws RequestRefusedException when the form is broken, or a file can't become a member
     * @throws StorageException when the storage failed or has no room
     */
    void receive(MultipartForm form) throws IOException {
        try (TransferBuffers.Lease lease = buffers.lease()) {
            Optional<FormPart> next = form.next();
            while (next.isPresent()) {
                take(next.get(), lease.buffer());
                next = form.next();
            }
        }
        if (!inTheWay.isEmpty()) {
            throw FormRefusals.inTheWay(inTheWay);
        }
        if (files.isEmpty()) {
            throw RequestRefusedException.badRequest("The form holds no file.");
        }
    }

    private void take(FormPart part, ByteBuffer buffer) throws IOException {
        if (part.fileName().isEmpty()) {
            field(part);
            return;
        }
        if (part.fileName().get().isEmpty()) {
            // What a browser sends when no file was chosen.
            if (part.content().read() >= 0) {
                throw RequestRefusedException.badRequest("A file in the form has no name; nothing was stored.");
            }
            return;
        }
        ResourcePath path = MemberName.in(request.path(), part.fileName().get());
        if (!paths.add(path)) {
            throw FormRefusals.twice(path);
        }
        Optional<Resource> current = services.storage().find(path);
        if (current.isPresent() && !(overwrite && current.get() instanceof FileResource)) {
            close();
            inTheWay.add(path);
        }
        if (inTheWay.isEmpty()) {
            store(part, path, current.isPresent(), buffer);
        } else {
            lookOn(part.content());
        }
    }

    /** Fields come in the order of the page, so this one stands before the files. */
    private void field(FormPart part) throws IOException {
        if (part.field().equals("overwrite")) {
            byte[] value = part.content().readNBytes(5);
            String text = new String(value, StandardCharsets.UTF_8);
            overwrite = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("on");
        }
    }

    private void lookOn(InputStream content) throws IOException {
        for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
            lookOn -= count;
            if (lookOn < 0) {
                throw FormRefusals.inTheWay(inTheWay);
            }
        }
    }

    private void store(FormPart part, ResourcePath path, boolean replaces, ByteBuffer buffer) throws IOException {
        if (replaces) {
            services.guard().requireContent(path, request.ifHeader().submittedTokens(), request.principal());
        }
        try {
            PendingWrite write = services.storage()
                    .beginWrite(
                            path,
                            new WriteRequest(
                                    OptionalLong.empty(),
                                    part.contentType(),
                                    Optional.empty(),
                                    replaces ? new Precondition.None() : new Precondition.MustNotExist()));
            files.add(new Incoming(path, write, replaces));
            copy(part.content(), write, buffer);
            write.prepare();
        } catch (StorageException e) {
            throw FormRefusals.named(e, request.english());
        }
    }

    private void copy(InputStream content, PendingWrite write, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = content.read(chunk, 0, Math.min(CHUNK, buffer.remaining()));
        while (count >= 0) {
            buffer.put(chunk, 0, count);
            if (!buffer.hasRemaining()) {
                write.append(buffer.flip());
                buffer.clear();
            }
            count = content.read(chunk, 0, Math.min(CHUNK, buffer.remaining()));
        }
        if (buffer.flip().hasRemaining()) {
            write.append(buffer);
        }
    }

    @Override
    public void close() {
        files.forEach(file -> file.write().close());
        files.clear();
    }
}
