package io.headroom.server.method;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.LockToken;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;
import java.util.Set;

/** What COPY and MOVE have in common: the Destination, and all that can be wrong before anything is touched. */
final class Transfer {
    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;

    Transfer(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
    }

    /** @throws RequestRefusedException 400 or 502 (RFC 4918 §9.8.5) */
    ResourcePath target(DavRequest request) {
        return request.destination().path();
    }

    /** @throws RequestRefusedException 404 */
    Resource source(DavRequest request) {
        return targets.require(request.path());
    }

    /** @throws RequestRefusedException 403 for what is fixed */
    void requireMovable(ResourcePath source) {
        targets.requireMovable(source, "moved");
    }

    /**
     * Everything that concerns the destination, and the conditions. Locks on the source are the method's affair.
     *
     * @return whether something will be replaced
     */
    boolean check(DavRequest request, Resource source, ResourcePath target) {
        if (target.equals(source.path())) {
            throw new RequestRefusedException(403, "Source and destination are the same.");
        }
        if (target.startsWith(source.path())) {
            throw new RequestRefusedException(403, "A collection can't go into itself.");
        }
        if (source.path().startsWith(target)) {
            throw new RequestRefusedException(403, "The destination holds the source: it can't be replaced by it.");
        }
        targets.requireMovable(target, "replaced");
        targets.requireParent(target);
        Optional<Resource> old = targets.find(target);
        conditions.require(request, Optional.of(source));
        if (old.isPresent() && !request.overwrite()) {
            throw RequestRefusedException.preconditionFailed("The destination exists and Overwrite is F.");
        }
        Set<LockToken> tokens = request.ifHeader().submittedTokens();
        if (old.isPresent()) {
            services.guard().requireTree(target, tokens, request.principal());
        } else {
            services.guard().requireMembership(target.parent(), tokens, request.principal());
        }
        return old.isPresent();
    }

    /** 201 or 204. */
    DavResponse done(DavRequest request, ResourcePath target, boolean collection, boolean replaced) {
        DavResponse response = Answers.stored(!replaced);
        if (!replaced) {
            response.header("Location", request.href(target, collection));
        }
        return response.contentLength(0);
    }
}
