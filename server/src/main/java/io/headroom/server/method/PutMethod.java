package io.headroom.server.method;

import io.headroom.server.conditional.HttpPreconditions;
import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.path.ExpectedLength;
import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * PUT (RFC 9110 §9.3.4, RFC 4918 §9.7). Every refusal that can come before the body does, so that a client which waits for
 * {@code 100 Continue} sends nothing in vain. What can change while the body comes in, locks above all, is asked again at the
 * commit.
 */
final class PutMethod implements DavMethod {
    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;
    private final TransferBuffers buffers;
    private final LeftProperties left;

    PutMethod(Services services, TransferBuffers buffers) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.buffers = buffers;
        this.left = new LeftProperties(services.properties());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        refuseUnusable(request);
        ResourcePath path = request.path();
        services.locks().bringUpToDate();
        Optional<Resource> current = targets.find(path);
        if (path.isRoot() || current.orElse(null) instanceof CollectionResource) {
            throw new WrongKindException(path);
        }
        if (request.trailingSlash()) {
            throw new RequestRefusedException(409, "A file's address does not end in a slash.");
        }
        if (current.isEmpty()) {
            targets.requireParent(path);
        }
        conditions.require(request, current);
        requireLocks(request, current);
        Optional<Instant> modified = clientTime(request);
        FileResource file;
        try (PendingWrite write = services.storage().beginWrite(path, writeRequest(request, current, modified))) {
            long declared = request.body().declaredLength();
            receive(request, write);
            if (declared >= 0 && write.bytesWritten() != declared) {
                throw new IOException("the body ended after " + write.bytesWritten() + " of " + declared + " bytes");
            }
            file = commit(request, write, current.isEmpty());
        }
        // A full database may not have kept it.
        boolean kept = modified.isPresent()
                && modified.get().getEpochSecond() == file.lastModified().getEpochSecond();
        DavResponse response = Answers.stored(current.isEmpty());
        if (kept || hasExactTime(path)) {
            Answers.withValidators(response, file, services.clock().instant());
        } else {
            response.header("ETag", file.entityTag().toString());
        }
        if (current.isEmpty()) {
            response.header("Location", request.href(path, false));
        }
        if (kept) {
            response.header("X-OC-MTime", "accepted");
        }
        return response.contentLength(0);
    }

    private boolean hasExactTime(ResourcePath path) {
        return services.storage().capabilities(path, path).contains(Capability.EXACT_TIME_AT_COMMIT);
    }

    private static void refuseUnusable(DavRequest request) {
        if (request.header("Content-Range").isPresent()) {
            throw RequestRefusedException.badRequest("A part of a file can't be stored with PUT.");
        }
        Targets.requirePlainBody(request);
    }

    private void requireLocks(DavRequest request, Optional<Resource> current) {
        if (current.isPresent()) {
            services.guard().requireContent(request.path(), request.ifHeader().submittedTokens(), request.principal());
        } else {
            services.guard()
                    .requireMembership(
                            request.path().parent(), request.ifHeader().submittedTokens(), request.principal());
        }
    }

    private WriteRequest writeRequest(DavRequest request, Optional<Resource> current, Optional<Instant> modified) {
        HttpPreconditions preconditions = request.preconditions();
        Precondition precondition =
                preconditions.isPresent() ? preconditions.toPrecondition(current) : new Precondition.None();
        return new WriteRequest(
                ExpectedLength.of(
                        request.body().declaredLength(),
                        request.header("X-Expected-Entity-Length").orElse(null),
                        request.header("OC-Total-Length").orElse(null)),
                request.header("Content-Type"),
                modified,
                precondition);
    }

    /** X-OC-Mtime: the file's own time in seconds, as sync clients send it. What makes no sense is ignored. */
    private Optional<Instant> clientTime(DavRequest request) {
        Optional<String> text = request.header("X-OC-Mtime");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            String value = text.get().strip();
            int point = value.indexOf('.');
            long second = Long.parseLong(point < 0 ? value : value.substring(0, point));
            Instant time = Instant.ofEpochSecond(second);
            return second > 0 && time.isBefore(services.clock().instant().plusSeconds(86_400))
                    ? Optional.of(time)
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private void receive(DavRequest request, PendingWrite write) throws IOException {
        if (!request.body().isAnnounced()) {
            return;
        }
        try (TransferBuffers.Lease lease = buffers.lease()) {
            while (request.body().read(lease.buffer()) >= 0) {
                lease.buffer().flip();
                write.append(lease.buffer());
                lease.buffer().clear();
            }
        }
    }

    private FileResource commit(DavRequest request, PendingWrite write, boolean creates) {
        try (TreeExclusion.Held held = services.exclusion().exclusive(request.path())) {
            if (held.isSharedWithOthers()
                    || !services.locks().isEmpty()
                    || request.ifHeader().isPresent()) {
                Optional<Resource> now = targets.find(request.path());
                if (held.isSharedWithOthers()) {
                    requireStillPossible(request.path(), now);
                }
                conditions.require(request, now);
                requireLocks(request, now);
            }
            if (creates) {
                left.clearUnless(
                        request.path(), () -> targets.find(request.path()).isPresent());
            }
            held.requireStill();
            return write.commit();
        }
    }

    /**
     * Another server may have moved or removed the collection meanwhile, or made one here. An object store would take the file all
     * the same, and the collection would be back with it.
     */
    private void requireStillPossible(ResourcePath path, Optional<Resource> now) {
        if (now.orElse(null) instanceof CollectionResource) {
            throw new WrongKindException(path);
        }
        if (now.isEmpty()) {
            targets.requireParent(path);
        }
    }
}
