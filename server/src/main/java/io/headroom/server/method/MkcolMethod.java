package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.Resource;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.AlreadyExistsException;
import java.io.IOException;
import java.util.Optional;

/** MKCOL (RFC 4918 §9.3): one empty collection, and no parents. */
final class MkcolMethod implements DavMethod {
    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;

    MkcolMethod(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Targets.requireNoBody(request);
        ResourcePath path = request.path();
        try (TreeExclusion.Held held = services.exclusion().exclusive(path)) {
            Optional<Resource> current = targets.find(path);
            if (current.isPresent()) {
                throw new AlreadyExistsException(path);
            }
            targets.requireParent(path);
            conditions.require(request, current);
            services.guard()
                    .requireMembership(path.parent(), request.ifHeader().submittedTokens(), request.principal());
            services.storage().createCollection(path);
            if (services.properties().anyBelow(path)) {
                services.properties().delete(path);
            }
        }
        return new DavResponse(201).header("Location", request.href(path, true)).contentLength(0);
    }
}
