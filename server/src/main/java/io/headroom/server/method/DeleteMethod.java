package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.path.DepthHeader;
import io.headroom.server.tree.MemberFailure;
import io.headroom.server.tree.TreeDelete;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** DELETE (RFC 4918 §9.6). Needs no room, so it works on a full disk. */
final class DeleteMethod implements DavMethod {
    private final Services services;
    private final Targets targets;
    private final RequestConditions conditions;
    private final TreeDelete tree;
    private final LeftProperties properties;

    DeleteMethod(Services services) {
        this.services = services;
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
        this.tree = new TreeDelete(services.storage());
        this.properties = new LeftProperties(services.properties());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Targets.requireNoBody(request);
        ResourcePath path = request.path();
        if (path.isRoot()) {
            throw new RequestRefusedException(403, "The root can't be deleted.");
        }
        try (TreeExclusion.Held held = services.exclusion().exclusive(path)) {
            Resource resource = targets.require(path);
            if (resource instanceof CollectionResource && request.depth(DepthHeader.INFINITY) != DepthHeader.INFINITY) {
                throw RequestRefusedException.badRequest("A collection is deleted with all it holds: Depth infinity.");
            }
            targets.requireMovable(path, "deleted");
            conditions.require(request, Optional.of(resource));
            services.guard()
                    .requireMembership(path.parent(), request.ifHeader().submittedTokens(), request.principal());
            services.guard().requireTree(path, request.ifHeader().submittedTokens(), request.principal());
            held.requireStill();
            List<MemberFailure> failures = tree.delete(resource);
            if (!failures.isEmpty()) {
                services.locks().forgetGone(path, this::isThere);
                properties.forgetGone(path, this::isThere);
                return failed(request, failures);
            }
            services.locks().forgetTree(path);
            properties.forget(path);
        }
        return new DavResponse(204).contentLength(0);
    }

    private boolean isThere(ResourcePath path) {
        return services.storage().find(path).isPresent();
    }

    private static DavResponse failed(DavRequest request, List<MemberFailure> failures) throws IOException {
        MemberFailure first = failures.get(0);
        if (failures.size() == 1 && first.path().equals(request.path())) {
            throw first.cause();
        }
        return Answers.failures(request, failures);
    }
}
