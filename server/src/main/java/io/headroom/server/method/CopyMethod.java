package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.path.DepthHeader;
import io.headroom.server.property.PropertyCopy;
import io.headroom.server.tree.MemberFailure;
import io.headroom.server.tree.TreeCopy;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.List;

/**
 * COPY (RFC 4918 §9.8). The copy is built beside its target: when room runs out, nothing was changed, and an overwritten target
 * is there until the new one stands.
 */
final class CopyMethod implements DavMethod {
    private final Services services;
    private final Transfer transfer;
    private final TreeCopy tree;
    private final PropertyCopy properties;

    CopyMethod(Services services) {
        this.services = services;
        this.transfer = new Transfer(services);
        this.tree = new TreeCopy(services.storage());
        this.properties = services.copies();
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        Targets.requireNoBody(request);
        ResourcePath target = transfer.target(request);
        try (TreeExclusion.Held held = services.exclusion().exclusive(request.path(), false, target)) {
            Resource source = transfer.source(request);
            boolean collection = source instanceof CollectionResource;
            DepthHeader depth = collection ? request.depth(DepthHeader.INFINITY) : DepthHeader.ZERO;
            if (depth == DepthHeader.ONE) {
                throw RequestRefusedException.badRequest("COPY takes Depth 0 or infinity.");
            }
            boolean replaces = transfer.check(request, source, target);
            Precondition onTarget = request.overwrite() ? new Precondition.None() : new Precondition.MustNotExist();
            List<MemberFailure> failures = properties.copy(
                    source.path(),
                    target,
                    collection && depth == DepthHeader.INFINITY,
                    () -> copy(source, target, depth, onTarget));
            // What was replaced keeps its lock: the URL is still mapped. What is gone does not (RFC 4918 §6.1).
            services.locks()
                    .forgetGone(target, path -> services.storage().find(path).isPresent());
            return failures.isEmpty()
                    ? transfer.done(request, target, collection, replaces)
                    : Answers.failures(request, failures);
        }
    }

    private List<MemberFailure> copy(Resource source, ResourcePath target, DepthHeader depth, Precondition onTarget) {
        if (!(source instanceof CollectionResource)) {
            return tree.copyFile(source.path(), target, onTarget);
        }
        if (depth == DepthHeader.ZERO) {
            return tree.copyShallow(source.path(), target, onTarget);
        }
        return tree.copy(source.path(), target, onTarget);
    }
}
