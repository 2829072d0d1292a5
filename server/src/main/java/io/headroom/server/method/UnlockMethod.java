package io.headroom.server.method;

import io.headroom.server.conditional.LockTokenHeader;
import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.lock.LockToken;
import io.headroom.server.namespace.TreeExclusion;
import java.io.IOException;

/** UNLOCK (RFC 4918 §9.11): ends the whole lock, through any resource in its scope. Works on a full disk. */
final class UnlockMethod implements DavMethod {
    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;

    UnlockMethod(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Targets.requireNoBody(request);
        LockToken token = LockTokenHeader.parse(request.header("Lock-Token").orElse(null));
        try (TreeExclusion.Held held = services.exclusion().exclusive(request.path())) {
            conditions.require(request, targets.find(request.path()));
            services.locks().unlock(request.path(), token, request.principal());
        }
        return new DavResponse(204).contentLength(0);
    }
}
