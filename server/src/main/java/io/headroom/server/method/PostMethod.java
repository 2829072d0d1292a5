package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.form.FormBoundary;
import io.headroom.server.form.MultipartForm;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.WrongKindException;
import java.io.IOException;
import java.util.Optional;

/**
 * POST of a form with files to a collection (RFC 9110 §9.3.3, RFC 7578): each file becomes a member, all of them or none. What a
 * browser without script can do.
 */
final class PostMethod implements DavMethod {
    /** So much of a form may be boundaries and headers instead of files. */
    private static final long OVERHEAD = 64 * 1024;

    private final Services services;
    private final TransferBuffers buffers;
    private final Targets targets;
    private final RequestConditions conditions;
    private final FormCommit commit;

    PostMethod(Services services, TransferBuffers buffers) {
        this.services = services;
        this.buffers = buffers;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.commit = new FormCommit(services);
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        if (request.isFromForeignPage()) {
            throw new RequestRefusedException(
                    403,
                    "A page of another site may not store files here. If it is one of this server's own pages, the name"
                            + " before the proxy belongs into the setting public-hosts.");
        }
        Resource collection = targets.require(request.path());
        if (!(collection instanceof CollectionResource)) {
            throw new WrongKindException(request.path());
        }
        Targets.requirePlainBody(request);
        FormBoundary boundary = FormBoundary.of(request.header("Content-Type").orElse(null));
        services.locks().bringUpToDate();
        conditions.require(request, Optional.of(collection));
        services.guard().requireMembership(request.path(), request.ifHeader().submittedTokens(), request.principal());
        requireRoom(request);
        try (FormUpload upload = new FormUpload(services, buffers, request)) {
            upload.receive(new MultipartForm(request.body().stream(), boundary));
            return FormAnswer.of(request, commit.commit(request, upload.files()));
        }
    }

    /** Before the first byte is read. What can't be told from the length is told by each file when it comes. */
    private void requireRoom(DavRequest request) {
        long least = request.body().declaredLength() - OVERHEAD;
        if (least <= 0) {
            return;
        }
        Optional<InsufficientStorageException> full = services.rooms().fit(request.path(), least);
        if (full.isPresent()) {
            throw full.get();
        }
    }
}
