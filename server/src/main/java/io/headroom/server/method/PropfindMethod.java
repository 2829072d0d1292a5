package io.headroom.server.method;

import io.headroom.server.access.Subject;
import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.path.DepthHeader;
import io.headroom.server.property.DeadPropertyLookup;
import io.headroom.server.property.PropertyScope;
import io.headroom.server.property.PropertySelection;
import io.headroom.server.property.RoomLookup;
import io.headroom.server.xml.PropfindBody;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.Optional;

/** PROPFIND (RFC 4918 §9.1), streamed: a folder of any size takes the same memory. */
final class PropfindMethod implements DavMethod {
    private static final ResourcePath PRINCIPALS = ResourcePath.parse("/.headroom/principals");
    private static final ResourcePath GROUPS = ResourcePath.parse("/.headroom/groups");

    private final Services services;
    private final DeadPropertyLookup dead;
    private final Targets targets;
    private final RequestConditions conditions;

    PropfindMethod(Services services) {
        this.services = services;
        this.dead = new DeadPropertyLookup(services.properties(), services.clock());
        this.targets = new Targets(services.storage());
        this.conditions = new RequestConditions(services.storage(), services.locks());
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        DepthHeader depth = request.depth(DepthHeader.INFINITY);
        Resource resource = targets.require(request.path());
        boolean collection = resource instanceof CollectionResource;
        if (!collection) {
            Rights.requireRead(request);
        }
        if (request.ifHeader().isPresent()) {
            services.locks().bringUpToDateIfPossible();
        }
        conditions.require(request, Optional.of(resource));
        PropfindBody asked = PropfindBody.parse(services.xml(), request.body().stream());
        if (collection && depth == DepthHeader.INFINITY && !services.settings().infiniteDepth()) {
            throw new RequestRefusedException(
                    403, "Ask for one level at a time: Depth 0 or 1.", Condition.PROPFIND_FINITE_DEPTH);
        }
        PropertyScope scope = new PropertyScope(
                services.locks(),
                !services.isReadOnly(),
                new RoomLookup(
                        services.regions(),
                        services.storage()::capacity,
                        services.rooms()::tightest,
                        services.settings().unlimitedFigure(),
                        request.path()),
                path -> targets.href(request, path),
                new PropertyScope.Person(
                        request.caller().access(),
                        principalHref(request),
                        principal -> path(principal).map(path -> request.href(path, false))),
                services.clock().instant());
        DavResponse response =
                new DavResponse(207).header("Content-Type", Answers.XML).header("Cache-Control", "no-store");
        if (collection) {
            response.header("DAV", services.compliance());
            if (!request.trailingSlash()) {
                response.header("Content-Location", request.href(request.path(), true));
            }
        }
        int levels = levels(collection, depth);
        return response.body(new ResourceListing(
                services,
                dead,
                PropertySelection.of(asked, services.liveProperties()),
                scope,
                resource,
                levels,
                request));
    }

    /** Where nothing else can be: the server keeps names that begin so to itself. Empty for nobody in particular. */
    private static Optional<String> principalHref(DavRequest request) {
        return Optional.of(request.principal())
                .filter(name -> !name.isEmpty())
                .map(name -> request.href(PRINCIPALS.child(name), false));
    }

    private static Optional<ResourcePath> path(Subject principal) {
        if (principal instanceof Subject.Group group) {
            return Optional.of(GROUPS.child(group.name()));
        }
        return principal instanceof Subject.User user ? Optional.of(PRINCIPALS.child(user.name())) : Optional.empty();
    }

    private static int levels(boolean collection, DepthHeader depth) {
        if (!collection) {
            return 0;
        }
        return switch (depth) {
            case ZERO -> 0;
            case ONE -> 1;
            case INFINITY -> Integer.MAX_VALUE;
        };
    }
}
